package sigillo.store;

/**
 * The one way to write to a partition. Writers that arrive while a commit is under way are combined: each runs on an
 * overlay of its own above what the writers before it in the round have written, then all of the round go into ONE
 * batch with one condition (architecture, section 4: batch what belongs together). A writer that throws takes only its
 * own changes with it. On a conflict the round is read and run again, so a {@link Work} may run several times and must
 * have no effect but through its {@link Tx}. Unknown is settled by the commit id.
 *
 * <p>Nobody holds a lock of an account while waiting for a disk, and no socket is touched here.
 */
public final class Transactions {
    private final Partition partition;

    public Transactions(Partition partition) { this.partition = partition; }

    public Partition partition() { return partition; }

    /** Runs {@code work} and returns its result once what it wrote is durable. Throws what the work threw. */
    public <T> T write(Work<T> work) { return write(Batch.Lane.PROMPT, work); }

    /** As {@link #write(Work)}, in a lane. Throws {@link StoreException} when the store refuses. */
    public <T> T write(Batch.Lane lane, Work<T> work) { throw new UnsupportedOperationException(); }

    /** What a writer does: reads and writes through {@code tx} only. */
    public interface Work<T> {
        T on(Tx tx);
    }
}
