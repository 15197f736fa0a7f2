package sigillo.queue;

import sigillo.base.Bytes;

/** Other servers that work on the same queue (decision 0021). Any thread. */
public interface Colleagues {
    /** A server that is alone. */
    Colleagues NONE = new Colleagues() {
        @Override public boolean mayBe() { return false; }

        @Override public Bytes self() { throw new IllegalStateException("who is alone leases nothing"); }

        @Override public boolean mayWork() { return true; }

        @Override public boolean lives(Bytes node) { return false; }
    };

    /** Whether there may be others, now or while something is under way. Never changes. */
    boolean mayBe();

    /** Who this server is until its end; the next start is another. */
    Bytes self();

    /** Whether the others still leave to this server what it has leased, as far as it can know. Quick. */
    boolean mayWork();

    /** False for ever once a node has ended, or was taken for dead. */
    boolean lives(Bytes node);
}
