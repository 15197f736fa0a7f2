package sigillo.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import sigillo.base.Bytes;

/** A partition that cannot be read at times; it can be written to. */
public record FailingPartition(Partition inner, BooleanSupplier fails) implements Partition {
    private Partition read() {
        if (fails.getAsBoolean()) throw new StoreException("as the test wants", null);
        return inner;
    }

    @Override public PartitionName name() { return inner.name(); }

    @Override public Head head() { return read().head(); }

    @Override public Optional<byte[]> get(Bytes key) { return read().get(key); }

    @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
        read().range(from, to, reverse, visitor);
    }

    @Override public CompletableFuture<Written> submit(Batch batch) { return inner.submit(batch); }

    @Override public void raise(long revision) { inner.raise(revision); }

    @Override public void load(Head head, List<Batch.Write.Put> rows) { inner.load(head, rows); }
}
