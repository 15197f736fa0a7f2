package sigillo.nodes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.BlobStore;
import sigillo.store.Head;
import sigillo.store.Page;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Written;

/** A store whose commits are told to other nodes: to whichever partition, by whomever in this process. */
public final class TellingStore implements Store {
    private final Store store;
    private final Predicate<PartitionName> wanted;
    private final Consumer<PartitionName> changed;
    private final Consumer<PartitionName> mayHaveChanged;
    private final Consumer<PartitionName> settled;
    /** Of these a commit was in doubt when they were read last. */
    private final Set<PartitionName> doubtful = ConcurrentHashMap.newKeySet();

    /**
     * {@code wanted}: those of which others remember something. {@code mayHaveChanged}: a commit may get in yet;
     * {@code settled} is called once the head has settled it.
     */
    public TellingStore(Store store, Predicate<PartitionName> wanted, Consumer<PartitionName> changed,
            Consumer<PartitionName> mayHaveChanged, Consumer<PartitionName> settled) {
        this.store = store;
        this.wanted = wanted;
        this.changed = changed;
        this.mayHaveChanged = mayHaveChanged;
        this.settled = settled;
    }

    @Override public Partition partition(PartitionName name) {
        return wanted.test(name) ? new Telling(store.partition(name)) : store.partition(name);
    }

    @Override public List<PartitionName> partitions(String prefix) { return store.partitions(prefix); }

    @Override public void remove(PartitionName name) {
        store.remove(name);
        if (wanted.test(name)) changed.accept(name);
    }

    @Override public BlobStore blobs() { return store.blobs(); }

    @Override public Optional<String> trouble() { return store.trouble(); }

    @Override public void checkpoint(Path folder) { store.checkpoint(folder); }

    @Override public long tidy(BooleanSupplier stopping) { return store.tidy(stopping); }

    @Override public void close() { store.close(); }

    private final class Telling implements Partition {
        private final Partition partition;

        Telling(Partition partition) { this.partition = partition; }

        @Override public PartitionName name() { return partition.name(); }

        /** It settles what was in doubt: whoever looked before has perhaps seen nothing. */
        @Override public Head head() {
            var head = partition.head();
            if (doubtful.remove(name())) settled.accept(name());
            return head;
        }

        @Override public Optional<byte[]> get(Bytes key) { return partition.get(key); }

        @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
            partition.range(from, to, reverse, visitor);
        }

        @Override public void read(Bytes from, Bytes to, Page page) { partition.read(from, to, page); }

        @Override public CompletableFuture<Written> submit(Batch batch) {
            return partition.submit(batch).whenComplete((written, _) -> {
                switch (written) {
                    case Written.Applied _ -> changed.accept(name());
                    case Written.Conflict _ -> { }
                    case Written.Refused refused -> { if (refused.mayBeKept()) inDoubt(); }
                    case Written.Unknown _ -> inDoubt();
                    case null -> inDoubt(); // it broke off
                }
            });
        }

        private void inDoubt() {
            doubtful.add(name());
            mayHaveChanged.accept(name());
        }

        @Override public void raise(long revision) {
            partition.raise(revision);
            changed.accept(partition.name());
        }

        @Override public void load(Head head, List<Batch.Write.Put> rows) {
            partition.load(head, rows);
            changed.accept(partition.name());
        }
    }
}
