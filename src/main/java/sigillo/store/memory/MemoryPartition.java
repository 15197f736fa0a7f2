package sigillo.store.memory;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Head;
import sigillo.store.Loads;
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

    @Override public void raise(long revision) {
        store.requireWritable();
        state.updateAndGet(before -> before.head().revision() >= revision ? before
            : new State(new Head(revision, UUID.randomUUID()), before.rows()));
    }

    @Override public void load(Head head, List<Batch.Write.Put> rows) {
        store.requireWritable();
        state.updateAndGet(before -> {
            boolean isFree = before.head().equals(EMPTY.head()) || before.head().equals(head);
            if (!isFree) throw Loads.otherHead(name, before.head());
            return new State(head, rows(before.rows(), List.copyOf(rows)));
        });
    }

    private Written commit(Batch batch) {
        for (;;) {
            var before = state.get();
            if (before.head().revision() != batch.revision()) return new Written.Conflict(before.head().revision());
            var head = new Head(batch.revision() + 1, batch.commitId());
            if (state.compareAndSet(before, new State(head, rows(before.rows(), batch.writes())))) {
                return new Written.Applied(head.revision());
            }
        }
    }

    private static PersistentTree rows(PersistentTree before, List<Batch.Write> writes) {
        var rows = before;
        for (var write : writes) {
            rows = switch (write) {
                case Batch.Write.Put(var key, var value) -> PersistentTree.put(rows, key, value.clone());
                case Batch.Write.Delete(var key) -> PersistentTree.remove(rows, key);
            };
        }
        return rows;
    }

    /** Head and rows, for a checkpoint. */
    void write(DataOutputStream out) throws IOException {
        var now = state.get();
        out.writeLong(now.head().revision());
        out.writeLong(now.head().commitId().getMostSignificantBits());
        out.writeLong(now.head().commitId().getLeastSignificantBits());
        var failed = new IOException[1];
        PersistentTree.each(now.rows(), (key, value) -> failed[0] == null && written(out, key, value, failed));
        if (failed[0] != null) throw failed[0];
        out.writeInt(-1);
    }

    private static boolean written(DataOutputStream out, Bytes key, byte[] value, IOException[] failed) {
        try {
            MemoryFile.write(out, key.unsafeArray());
            MemoryFile.write(out, value);
        } catch (IOException e) {
            failed[0] = e;
        }
        return true;
    }

    void read(DataInputStream in) throws IOException {
        var head = new Head(in.readLong(), new UUID(in.readLong(), in.readLong()));
        PersistentTree rows = null;
        for (var key = MemoryFile.read(in); key.isPresent(); key = MemoryFile.read(in)) {
            rows = PersistentTree.put(rows, Bytes.wrap(key.get()), MemoryFile.read(in).orElseThrow());
        }
        state.set(new State(head, rows));
    }

    boolean isEmpty() { return state.get() == EMPTY; }

    void clear() { state.set(EMPTY); }
}
