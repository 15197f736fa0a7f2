package sigillo.search;

import java.util.concurrent.CancellationException;

/** How far a search has come, and whether anybody still waits for it. The one who searches counts, others look on. */
public final class Progress {
    private volatile long all;
    private volatile long done;
    private volatile boolean cancelled;

    /** So many messages are to be looked at. */
    public void begin(long count) { all = count; }

    /** Before each message. Throws {@link CancellationException} when nobody waits any more. */
    public void step() {
        check();
        done = done + 1; // one thread counts
    }

    /** Throws {@link CancellationException} when nobody waits any more: for who waits himself. */
    public void check() {
        if (cancelled) throw new CancellationException("nobody waits for this search");
    }

    /** 0 until that is known. */
    public long all() { return all; }

    /** With which one it is occupied. */
    public long done() { return done; }

    void cancel() { cancelled = true; }
}
