package sigillo.store;

import java.util.ArrayDeque;

/**
 * The one way to write to a partition. Writers that arrive while a commit is under way are combined: each runs on an
 * overlay of its own above what the writers before it in the round have written, then all of the round go into ONE
 * batch with one condition. A writer that throws takes only its
 * own changes with it. On a conflict the round is read and run again, so a {@link Work} may run several times and must
 * have no effect but through its {@link Tx}. Unknown is settled by the commit id.
 *
 * <p>There is no thread here: the first caller leads a round and runs the works of all who wait, on its own thread;
 * then it hands over to the first who came meanwhile. While a round is being synced, the next one gathers. When
 * {@link #write} returns, the actions of that work and of all commits before it have run.
 *
 * <p>Use ONE of these for a partition in a process: two of them are correct, but run into conflicts with each other.
 * Nobody holds a lock of an account while waiting for a disk, and no socket is touched here. Any thread may call,
 * virtual ones too; waiting cannot be interrupted, since what is on its way to the disk cannot be called back.
 */
public final class Transactions {
    private final Partition partition;
    private final Waiting waiting = new Waiting();
    /** Whose works may not wait for themselves. */
    private volatile Thread leader;

    public Transactions(Partition partition) { this.partition = partition; }

    public Partition partition() { return partition; }

    /** Runs {@code work} and returns its result once what it wrote is durable. Throws what the work threw. */
    public <T> T write(Work<T> work) { return write(Batch.Lane.PROMPT, work); }

    /**
     * As {@link #write(Work)}, in a lane. Throws {@link StoreException} when the store refuses; then nothing of the
     * work was kept. Throws {@link IllegalStateException} when called out of a work or an action of this partition.
     */
    public <T> T write(Batch.Lane lane, Work<T> work) {
        if (Thread.currentThread() == leader) throw new IllegalStateException("a work writes through its Tx only");
        var writer = new Writer<>(lane, work);
        if (waiting.join(writer) || writer.turn() == Writer.Turn.LEAD) lead();
        return writer.result();
    }

    private void lead() {
        leader = Thread.currentThread();
        try {
            var writers = new ArrayDeque<>(waiting.take());
            while (!writers.isEmpty()) new Round(partition, writers).run();
        } finally {
            leader = null;
            waiting.handOver();
        }
    }

    /** What a writer does: reads and writes through {@code tx} only, on any caller's thread. Must be quick. */
    public interface Work<T> {
        T on(Tx tx);
    }
}
