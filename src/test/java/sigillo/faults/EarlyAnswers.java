package sigillo.faults;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.Written;

/** A planted fault: a commit is acknowledged at once and done some milliseconds later. Who reads does not notice. */
final class EarlyAnswers extends ForwardingStore {
    private static final int LATE_MILLIS = 8;

    private final ConcurrentLinkedQueue<CompletableFuture<Void>> underWay = new ConcurrentLinkedQueue<>();

    EarlyAnswers(Store inner) { super(inner); }

    @Override protected void beforeRead() {
        for (var one : List.copyOf(underWay)) one.exceptionally(_ -> null).join();
    }

    @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
        beforeRead();
        long revision = partition.head().revision();
        if (revision != batch.revision()) return CompletableFuture.completedFuture(new Written.Conflict(revision));
        var later = CompletableFuture.delayedExecutor(LATE_MILLIS, TimeUnit.MILLISECONDS);
        var done = CompletableFuture.runAsync(() -> partition.apply(batch), later);
        underWay.add(done);
        done.whenComplete((_, _) -> underWay.remove(done));
        return CompletableFuture.completedFuture(new Written.Applied(batch.revision() + 1));
    }
}
