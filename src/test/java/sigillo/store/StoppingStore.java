package sigillo.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.store.memory.MemoryStore;

/** A store that can be told to take no more commits after so many: as a power cut looks from inside. */
public final class StoppingStore extends ForwardingStore {
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    /** One in memory. */
    public StoppingStore() { this(new MemoryStore()); }

    public StoppingStore(Store inner) { super(inner); }

    public void stopAfter(int commits) { left.set(commits); }

    public boolean hasStopped() { return left.get() < 0; }

    public void goOn() { left.set(Integer.MAX_VALUE); }

    private boolean takes() { return left.getAndUpdate(n -> n < 0 ? n : n - 1) > 0; }

    @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
        return takes() ? partition.submit(batch)
            : CompletableFuture.failedFuture(new StoreException("the power is cut", null));
    }

    @Override public void remove(PartitionName name) {
        if (!takes()) throw new StoreException("the power is cut", null);
        inner.remove(name);
    }
}
