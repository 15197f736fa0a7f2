package sigillo.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sigillo.base.Bytes;

/** A real partition between whose calls a test may put something. Each setting is for the next batch only. */
final class ScriptedPartition implements Partition {
    private final Partition real;
    private final List<Batch> batches = Collections.synchronizedList(new ArrayList<>());
    private Runnable before = () -> { };
    private Runnable after = () -> { };
    private Written answer;
    private boolean kept;
    private volatile boolean headBroken;

    ScriptedPartition(Partition real) { this.real = real; }

    Partition real() { return real; }

    List<Batch> batches() { return List.copyOf(batches); }

    void beforeNext(Runnable action) { before = action; }

    void afterNext(Runnable action) { after = action; }

    /** Answers this, whatever became of the batch; {@code kept} tells whether it is applied. */
    void answerNext(Written written, boolean isKept) {
        answer = written;
        kept = isKept;
    }

    void breakHead(boolean broken) { headBroken = broken; }

    @Override public PartitionName name() { return real.name(); }

    @Override public Head head() {
        if (headBroken) throw new StoreException("no head", null);
        return real.head();
    }

    @Override public Optional<byte[]> get(Bytes key) { return real.get(key); }

    @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
        real.range(from, to, reverse, visitor);
    }

    @Override public void raise(long revision) { real.raise(revision); }

    @Override public void load(Head head, List<Batch.Write.Put> rows) { real.load(head, rows); }

    @Override public CompletableFuture<Written> submit(Batch batch) {
        var first = before;
        var last = after;
        var told = answer;
        before = after = () -> { };
        answer = null;
        batches.add(batch);
        first.run();
        var written = told == null || kept ? real.submit(batch) : null;
        last.run();
        return told == null ? written : CompletableFuture.completedFuture(told);
    }
}
