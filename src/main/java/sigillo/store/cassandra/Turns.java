package sigillo.store.cassandra;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;

/** Commits to one partition go one after the other, in the order in which they came, each on a virtual thread. */
final class Turns implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentHashMap<PartitionName, CompletableFuture<?>> last = new ConcurrentHashMap<>();

    <T> CompletableFuture<T> take(PartitionName name, Supplier<T> commit) {
        var mine = new CompletableFuture<T>();
        var before = last.put(name, mine);
        mine.whenComplete((_, _) -> last.remove(name, mine));
        if (before == null) run(mine, commit);
        else before.whenComplete((_, _) -> run(mine, commit));
        return mine;
    }

    private <T> void run(CompletableFuture<T> mine, Supplier<T> commit) {
        try {
            threads.execute(() -> {
                try {
                    mine.complete(commit.get());
                } catch (Throwable thrown) {
                    mine.completeExceptionally(thrown);
                }
            });
        } catch (RejectedExecutionException closed) {
            mine.completeExceptionally(new StoreException("the store is closed", closed));
        }
    }

    /** Waits for those under way. */
    @Override public void close() { threads.close(); }
}
