package sigillo.store.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import sigillo.store.BlobStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Written;

/**
 * Keeps everything in memory, for tests: nothing outlives it, and everything is durable at once. A test can make it
 * refuse writes as a store with a full or broken disk does.
 */
public final class MemoryStore implements Store {
    private final ConcurrentSkipListMap<PartitionName, MemoryPartition> partitions = new ConcurrentSkipListMap<>();
    private final MemoryBlobs blobs = new MemoryBlobs(this);
    private volatile Optional<Written.Refused> refusal = Optional.empty();

    /** With what a checkpoint has. Throws {@link StoreException}. */
    public static MemoryStore of(Path checkpoint) {
        var store = new MemoryStore();
        try {
            MemoryFile.read(checkpoint, store, store.blobs.all());
            return store;
        } catch (IOException e) {
            throw new StoreException("the checkpoint in " + checkpoint + " cannot be read", e);
        }
    }

    @Override public Partition partition(PartitionName name) { return made(name); }

    MemoryPartition made(PartitionName name) { return partitions.computeIfAbsent(name, n -> new MemoryPartition(n, this)); }

    /** One file with everything. A write to another partition meanwhile may be in it or not. */
    @Override public void checkpoint(Path folder) {
        try {
            MemoryFile.write(folder, partitions.values(), blobs.all());
        } catch (IOException e) {
            throw new StoreException("no checkpoint can be made in " + folder, e);
        }
    }

    @Override public List<PartitionName> partitions(String prefix) {
        return partitions.values().stream()
            .filter(p -> p.name().text().startsWith(prefix) && !p.isEmpty())
            .map(MemoryPartition::name).toList();
    }

    @Override public void remove(PartitionName name) {
        requireWritable();
        var partition = partitions.get(name);
        if (partition != null) partition.clear();
    }

    @Override public BlobStore blobs() { return blobs; }

    @Override public Optional<String> trouble() { return refusal.map(Written.Refused::why); }

    @Override public void close() { partitions.clear(); }

    /** From now on every write is refused for this cause. Reads go on. */
    public void refuse(Written.Cause cause) { refusal = Optional.of(new Written.Refused(cause, "made to refuse")); }

    /** Takes writes again. */
    public void recover() { refusal = Optional.empty(); }

    Optional<Written.Refused> refusal() { return refusal; }

    void requireWritable() {
        refusal.ifPresent(r -> { throw new StoreException(r.why(), null, r.cause() == Written.Cause.FULL); });
    }
}
