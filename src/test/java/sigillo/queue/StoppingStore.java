package sigillo.queue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.BlobStore;
import sigillo.store.Head;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Written;

/** A store that takes so many commits, and no more. */
final class StoppingStore implements Store {
    private final Store store;
    private int left;

    StoppingStore(Store store, int commits) {
        this.store = store;
        this.left = commits;
    }

    @Override public Partition partition(PartitionName name) {
        var partition = store.partition(name);
        return new Partition() {
            @Override public PartitionName name() { return name; }

            @Override public Head head() { return partition.head(); }

            @Override public Optional<byte[]> get(Bytes key) { return partition.get(key); }

            @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) { partition.range(from, to, reverse, visitor); }

            @Override public void raise(long revision) { partition.raise(revision); }

            @Override public CompletableFuture<Written> submit(Batch batch) {
                if (left-- > 0) return partition.submit(batch);
                return CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "the machine stopped"));
            }
        };
    }

    @Override public List<PartitionName> partitions(String prefix) { return store.partitions(prefix); }

    @Override public void remove(PartitionName name) { store.remove(name); }

    @Override public BlobStore blobs() { return store.blobs(); }

    @Override public Optional<String> trouble() { return Optional.empty(); }

    @Override public void checkpoint(Path folder) { store.checkpoint(folder); }

    @Override public void close() {}
}
