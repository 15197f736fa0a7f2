package sigillo.store.memory;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Head;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** A partition as one reference to an immutable state. */
final class MemoryPartition implements Partition {
    private static final State EMPTY = new State(new Head(0, new UUID(0, 0)), null);

    private record State(Head head, PersistentTree rows) {}

    private final PartitionName name;
    private final MemoryStore store;
    private final AtomicReference<State> state = new AtomicReference<>(EMPTY);

    MemoryPartition(PartitionName name, MemoryStore store) {
        this.name = name;
        this.store = store;
    }

    @Override public PartitionName name() { return name; }

    @Override public Head head() { return state.get().head(); }

    @Override public Optional<byte[]> get(Bytes key) {
        return Optional.ofNullable(PersistentTree.get(state.get().rows(), key)).map(byte[]::clone);
    }

    @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
        PersistentTree.range(state.get().rows(), from, to, reverse, visitor);
    }

    @Override public CompletableFuture<Written> submit(Batch batch) {
        var refused = store.refusal();
        return CompletableFuture.completedFuture(refused.isPresent() ? refused.get() : commit(batch));
    }

    private Written commit(Batch batch) {
        for (;;) {
            var before = state.get();
            if (before.head().revision() != batch.revision()) return new Written.Conflict(before.head().revision());
            var head = new Head(batch.revision() + 1, batch.commitId());
            if (state.compareAndSet(before, new State(head, rows(before.rows(), batch)))) {
                return new Written.Applied(head.revision());
            }
        }
    }

    private static PersistentTree rows(PersistentTree before, Batch batch) {
        var rows = before;
        for (var write : batch.writes()) {
            rows = switch (write) {
                case Batch.Write.Put(var key, var value) -> PersistentTree.put(rows, key, value.clone());
                case Batch.Write.Delete(var key) -> PersistentTree.remove(rows, key);
            };
        }
        return rows;
    }

    boolean isEmpty() { return state.get() == EMPTY; }

    void clear() { state.set(EMPTY); }
}
