package sigillo.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.base.Octets;

/** A store that does what the one behind it does; a test overrides the step that it wants otherwise. */
public class ForwardingStore implements Store {
    protected final Store inner;

    protected ForwardingStore(Store inner) { this.inner = inner; }

    /** Called before everything that reads. */
    protected void beforeRead() {}

    /** The same, of a partition. */
    protected void beforeRead(PartitionName partition) { beforeRead(); }

    /** Called behind each row that was read by its key. */
    protected void afterRead(PartitionName partition) {}

    protected void beforeLoad() {}

    protected CompletableFuture<Written> submit(Partition partition, Batch batch) { return partition.submit(batch); }

    protected void put(Bytes blob, Octets octets) throws IOException { inner.blobs().put(blob, octets); }

    protected Octets get(Bytes blob) { return inner.blobs().get(blob); }

    protected void delete(Bytes blob) { inner.blobs().delete(blob); }

    protected void sync() { inner.blobs().sync(); }

    @Override public Partition partition(PartitionName name) { return new Forwarding(inner.partition(name)); }

    @Override public List<PartitionName> partitions(String prefix) {
        beforeRead();
        return inner.partitions(prefix);
    }

    @Override public void remove(PartitionName name) { inner.remove(name); }

    @Override public BlobStore blobs() { return new ForwardingBlobs(); }

    @Override public Optional<String> trouble() { return inner.trouble(); }

    @Override public void checkpoint(Path folder) { inner.checkpoint(folder); }

    @Override public long tidy(java.util.function.BooleanSupplier stopping) { return inner.tidy(stopping); }

    @Override public void close() { inner.close(); }

    private final class Forwarding implements Partition {
        private final Partition partition;

        Forwarding(Partition partition) { this.partition = partition; }

        @Override public PartitionName name() { return partition.name(); }

        @Override public Head head() {
            beforeRead(partition.name());
            return partition.head();
        }

        @Override public Optional<byte[]> get(Bytes key) {
            beforeRead(partition.name());
            var row = partition.get(key);
            afterRead(partition.name());
            return row;
        }

        @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
            beforeRead(partition.name());
            partition.range(from, to, reverse, visitor);
        }

        @Override public void read(Bytes from, Bytes to, Page page) {
            beforeRead(partition.name());
            partition.read(from, to, page);
        }

        @Override public CompletableFuture<Written> submit(Batch batch) {
            return ForwardingStore.this.submit(partition, batch);
        }

        @Override public void raise(long revision) { partition.raise(revision); }

        @Override public void load(Head head, List<Batch.Write.Put> rows) {
            beforeLoad();
            partition.load(head, rows);
        }
    }

    private final class ForwardingBlobs implements BlobStore {
        private final BlobStore blobs = inner.blobs();

        @Override public void put(Bytes id, Octets octets) throws IOException { ForwardingStore.this.put(id, octets); }

        @Override public void sync() { ForwardingStore.this.sync(); }

        @Override public Octets get(Bytes id) {
            beforeRead();
            return ForwardingStore.this.get(id);
        }

        @Override public boolean has(Bytes id) {
            beforeRead();
            return blobs.has(id);
        }

        @Override public void delete(Bytes id) { ForwardingStore.this.delete(id); }

        @Override public void ids(Bytes prefix, Consumer<Bytes> visitor) {
            beforeRead();
            blobs.ids(prefix, visitor);
        }

        @Override public List<Bytes> after(Bytes id, int max) {
            beforeRead();
            return blobs.after(id, max);
        }
    }
}
