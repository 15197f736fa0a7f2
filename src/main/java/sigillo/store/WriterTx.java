package sigillo.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;

/** One writer's turn on a round's overlay, with what is needed to take its changes back. Ends with the work. */
final class WriterTx implements Tx {
    /** A work that has more to change does it in several writes: on its way it is held about three times. */
    static final long OCTETS_MAX = 8L << 20;
    /** What an entry costs besides its octets. */
    private static final int ENTRY_OCTETS = 64;

    /** {@code before} is null when the overlay had nothing under the key. */
    private record Change(Bytes key, Batch.Write before) {}

    private final Overlay overlay;
    private final List<Change> changes = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private final List<Runnable> actionsInDoubt = new ArrayList<>();
    private long octets;
    private int visiting;
    private int puts;
    private boolean over;
    private boolean saidToGiveSpace;

    WriterTx(Overlay overlay) { this.overlay = overlay; }

    @Override public long revision() { return overlay.base() + 1; }

    @Override public Optional<byte[]> get(Bytes key) {
        requireOpen();
        return overlay.get(key);
    }

    @Override public void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor) {
        requireOpen();
        visiting++;
        try {
            overlay.range(from, to, reverse, visitor);
        } finally {
            visiting--;
        }
    }

    @Override public void put(Bytes key, byte[] value) { write(new Batch.Write.Put(key, value), value.length); }

    @Override public void delete(Bytes key) { write(new Batch.Write.Delete(key), 0); }

    @Override public void givesSpace() {
        requireOpen();
        saidToGiveSpace = true;
    }

    /** Whether it has said so, or only deletes. */
    boolean isGivingSpace() { return saidToGiveSpace || puts == 0; }

    @Override public void afterCommit(Runnable action) {
        requireOpen();
        actions.add(action);
    }

    @Override public void afterCommitOrDoubt(Runnable action) {
        afterCommit(action);
        actionsInDoubt.add(action);
    }

    /** What is to be done should it be in doubt whether it was committed. */
    List<Runnable> actionsInDoubt() { return actionsInDoubt; }

    /** Ends the turn and leaves its changes in the overlay; false when there are none. */
    boolean keep() {
        over = true;
        overlay.add(octets, actions);
        return !changes.isEmpty();
    }

    /** Ends the turn and takes its changes back, the last first. */
    void undo() {
        over = true;
        for (var change : changes.reversed()) overlay.restore(change.key(), change.before());
    }

    private void write(Batch.Write write, int valueOctets) {
        requireOpen();
        if (visiting > 0) throw new IllegalStateException("a visitor must not write");
        octets += ENTRY_OCTETS + write.key().length() + valueOctets;
        if (octets > OCTETS_MAX) throw new IllegalStateException("a work writes more than " + OCTETS_MAX + " octets");
        if (write instanceof Batch.Write.Put) puts++;
        changes.add(new Change(write.key(), overlay.write(write)));
    }

    private void requireOpen() {
        if (over) throw new IllegalStateException("the work of this Tx is over");
    }
}
