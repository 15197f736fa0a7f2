package sigillo.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.base.Bytes;

/** A store whose pages have one row each, and come when a while has passed; everything else goes on as it does. */
public final class SlowStore implements Store {
    private final Store inner;
    /** How long each takes. */
    public volatile long rowMillis;
    /** Rows that were read so. */
    public final AtomicInteger rows = new AtomicInteger();

    public SlowStore(Store inner, long rowMillis) {
        this.inner = inner;
        this.rowMillis = rowMillis;
    }

    @Override public Partition partition(PartitionName name) { return new Slow(inner.partition(name)); }

    @Override public List<PartitionName> partitions(String prefix) { return inner.partitions(prefix); }

    @Override public void remove(PartitionName name) { inner.remove(name); }

    @Override public BlobStore blobs() { return inner.blobs(); }

    @Override public Optional<String> trouble() { return inner.trouble(); }

    @Override public void checkpoint(Path folder) { inner.checkpoint(folder); }

    @Override public void close() { inner.close(); }

    private final class Slow implements Partition {
        private final Partition partition;

        Slow(Partition partition) { this.partition = partition; }

        @Override public PartitionName name() { return partition.name(); }

        @Override public Head head() { return partition.head(); }

        @Override public Optional<byte[]> get(Bytes key) { return partition.get(key); }

        @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) { partition.range(from, to, reverse, visitor); }

        @Override public void raise(long revision) { partition.raise(revision); }

        @Override public void load(Head head, List<Batch.Write.Put> rows) { partition.load(head, rows); }

        @Override public CompletableFuture<Written> submit(Batch batch) { return partition.submit(batch); }

        @Override public void read(Bytes from, Bytes to, Page page) {
            page.clear();
            try {
                Thread.sleep(rowMillis);
            } catch (InterruptedException stop) {
                throw new StoreException("interrupted", stop);
            }
            rows.incrementAndGet();
            range(from, to, false, (key, value) -> {
                page.take(key, value);
                return false;
            });
        }
    }
}
