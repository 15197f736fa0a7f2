package sigillo.queue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Written;

/** A real store behind a switch that makes it refuse writes: a full disk, or a process that is dead. */
final class TestStore extends ForwardingStore {
    final AtomicInteger refused = new AtomicInteger();
    volatile Optional<Written.Refused> refuses = Optional.empty();

    private volatile boolean blobsToo = true;

    TestStore(Store store) { super(store); }

    void isFull() { refuses = Optional.of(new Written.Refused(Written.Cause.FULL, "no space left")); }

    void isDead() { refuses = Optional.of(new Written.Refused(Written.Cause.FAILED, "the process is dead")); }

    /** Blobs go in, commits do not. */
    void refusesCommits() {
        isFull();
        blobsToo = false;
    }

    void isWell() {
        refuses = Optional.empty();
        blobsToo = true;
    }

    private void check() {
        if (blobsToo) refuses.ifPresent(r -> {
            refused.incrementAndGet();
            throw new StoreException(r.why(), null, r.cause() == Written.Cause.FULL);
        });
    }

    @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
        if (refuses.isPresent()) refused.incrementAndGet();
        return refuses.<CompletableFuture<Written>>map(CompletableFuture::completedFuture)
            .orElseGet(() -> partition.submit(batch));
    }

    @Override protected void put(Bytes id, Octets octets) throws IOException {
        check();
        inner.blobs().put(id, octets);
    }

    @Override protected void delete(Bytes id) {
        check();
        inner.blobs().delete(id);
    }

    @Override public Optional<String> trouble() { return refuses.map(Written.Refused::why); }
}
