package sigillo.jmapd;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/**
 * Of which a test's own thread can do something before and behind each read and each commit of a partition, or fail in it. Others, as the
 * queue's, are served at any time.
 */
final class TroubledStore extends ForwardingStore {
    private static final Consumer<PartitionName> NOTHING = _ -> { };

    private static final Written IN_DOUBT = new Written.Refused(Written.Cause.FAILED, "as the test wants", true);

    private final Thread mine = Thread.currentThread();
    Consumer<PartitionName> reading = NOTHING;
    Consumer<PartitionName> wasRead = NOTHING;
    Consumer<PartitionName> committing = NOTHING;
    Consumer<PartitionName> committed = NOTHING;
    /** Of those whose name begins so, nobody hears whether a commit was kept; it is. */
    String doubted = "none";

    TroubledStore() { super(new MemoryStore()); }

    /** Of those whose name begins so, nothing can be read once one of another has got a commit. */
    void unreadable(String prefix, String once) {
        committed = name -> {
            if (name.text().startsWith(once)) reading = of -> { if (of.text().startsWith(prefix)) fail(); };
        };
    }

    static void fail() { throw new StoreException("as the test wants", null); }

    void recover() {
        reading = wasRead = committing = committed = NOTHING;
        doubted = "none";
    }

    @Override protected void beforeRead(PartitionName partition) {
        if (Thread.currentThread() == mine) reading.accept(partition);
    }

    @Override protected void afterRead(PartitionName partition) {
        if (Thread.currentThread() == mine) wasRead.accept(partition);
    }

    @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
        boolean isMine = Thread.currentThread() == mine;
        if (isMine) committing.accept(partition.name());
        var answer = partition.submit(batch);
        if (isMine) committed.accept(partition.name());
        boolean isDoubted = isMine && partition.name().text().startsWith(doubted);
        return isDoubted ? CompletableFuture.completedFuture(IN_DOUBT) : answer;
    }
}
