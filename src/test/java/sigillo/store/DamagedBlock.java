package sigillo.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sigillo.base.Bytes;

/** A partition of which the rows {@code [from, to]} lie in a block that was changed: whoever comes to one is told. */
public record DamagedBlock(Partition inner, Bytes from, Bytes to) implements Partition {

    /** A store in which that partition has such a block. */
    public static Store in(Store store, PartitionName name, Bytes from, Bytes to) {
        return new ForwardingStore(store) {
            @Override public Partition partition(PartitionName wanted) {
                var there = inner.partition(wanted);
                return wanted.equals(name) ? new DamagedBlock(there, from, to) : there;
            }
        };
    }

    private void look(Bytes key) {
        boolean isIn = from.compareTo(key) <= 0 && key.compareTo(to) <= 0;
        if (isIn) throw new Damaged("block checksum mismatch", null);
    }

    @Override public PartitionName name() { return inner.name(); }

    @Override public Head head() { return inner.head(); }

    @Override public Optional<byte[]> get(Bytes key) {
        look(key);
        return inner.get(key);
    }

    @Override public void range(Bytes start, Bytes end, boolean reverse, Visitor visitor) {
        inner.range(start, end, reverse, (key, row) -> {
            look(key);
            return visitor.visit(key, row);
        });
    }

    @Override public CompletableFuture<Written> submit(Batch batch) { return inner.submit(batch); }

    @Override public void load(Head head, List<Batch.Write.Put> rows) { inner.load(head, rows); }

    @Override public void raise(long revision) { inner.raise(revision); }
}
