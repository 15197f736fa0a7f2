package sigillo.login;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.BlobStore;
import sigillo.store.Head;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** A store that can be told to take no more commits after so many: as a power cut looks from inside. */
public final class StoppingStore implements Store {
    private final MemoryStore memory = new MemoryStore();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    public void stopAfter(int commits) { left.set(commits); }

    public boolean hasStopped() { return left.get() < 0; }

    public void goOn() { left.set(Integer.MAX_VALUE); }

    @Override public Partition partition(PartitionName name) {
        var partition = memory.partition(name);
        return new Partition() {
            @Override public PartitionName name() { return name; }

            @Override public Head head() { return partition.head(); }

            @Override public Optional<byte[]> get(Bytes key) { return partition.get(key); }

            @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) { partition.range(from, to, reverse, visitor); }

            @Override public void raise(long revision) { partition.raise(revision); }

            @Override public CompletableFuture<Written> submit(Batch batch) {
                if (left.getAndUpdate(n -> n < 0 ? n : n - 1) > 0) return partition.submit(batch);
                return CompletableFuture.failedFuture(new StoreException("the power is cut", null));
            }
        };
    }

    @Override public List<PartitionName> partitions(String prefix) { return memory.partitions(prefix); }

    @Override public void remove(PartitionName name) {
        if (left.getAndUpdate(n -> n < 0 ? n : n - 1) <= 0) throw new StoreException("the power is cut", null);
        memory.remove(name);
    }

    @Override public BlobStore blobs() { return memory.blobs(); }

    @Override public Optional<String> trouble() { return memory.trouble(); }

    @Override public void checkpoint(Path folder) { memory.checkpoint(folder); }

    @Override public void close() { memory.close(); }
}
