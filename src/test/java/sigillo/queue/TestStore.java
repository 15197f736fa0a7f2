package sigillo.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.BlobStore;
import sigillo.store.Head;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Written;

/** A real store behind a switch that makes it refuse writes: a full disk, or a process that is dead. */
final class TestStore implements Store {
    private final Store store;
    final AtomicInteger refused = new AtomicInteger();
    volatile Optional<Written.Refused> refuses = Optional.empty();

    private volatile boolean blobsToo = true;

    TestStore(Store store) { this.store = store; }

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

    @Override public Partition partition(PartitionName name) {
        var partition = store.partition(name);
        return new Partition() {
            @Override public PartitionName name() { return name; }

            @Override public Head head() { return partition.head(); }

            @Override public Optional<byte[]> get(Bytes key) { return partition.get(key); }

            @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
                partition.range(from, to, reverse, visitor);
            }

            @Override public void raise(long revision) { partition.raise(revision); }

            @Override public CompletableFuture<Written> submit(Batch batch) {
                if (refuses.isPresent()) refused.incrementAndGet();
                return refuses.<CompletableFuture<Written>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> partition.submit(batch));
            }
        };
    }

    @Override public List<PartitionName> partitions(String prefix) { return store.partitions(prefix); }

    @Override public void remove(PartitionName name) { store.remove(name); }

    @Override public BlobStore blobs() {
        var blobs = store.blobs();
        return new BlobStore() {
            @Override public void put(Bytes id, Octets octets) throws IOException {
                check();
                blobs.put(id, octets);
            }

            @Override public void sync() { blobs.sync(); }

            @Override public Octets get(Bytes id) { return blobs.get(id); }

            @Override public boolean has(Bytes id) { return blobs.has(id); }

            @Override public void delete(Bytes id) {
                check();
                blobs.delete(id);
            }

            @Override public void ids(Bytes prefix, Consumer<Bytes> visitor) { blobs.ids(prefix, visitor); }
        };
    }

    @Override public Optional<String> trouble() { return refuses.map(Written.Refused::why); }

    @Override public void checkpoint(Path folder) { store.checkpoint(folder); }

    @Override public void close() { store.close(); }
}
