package sigillo.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.store.memory.MemoryStore;

/** Cannot be read at times: when a test says so, or from a commit of an account on, or of another partition. It takes all that is written. */
public final class UnreadableStore extends ForwardingStore {
    private final String prefix;
    private final AtomicInteger commits = new AtomicInteger();
    private volatile boolean fails;
    private volatile boolean failsOnce;
    private volatile int commitsUntil = Integer.MAX_VALUE;
    private volatile boolean passes;

    public UnreadableStore() { this(new MemoryStore()); }

    public UnreadableStore(Store inner) { this(inner, "a/"); }

    /** {@code prefix}: of the partitions whose commits count; others, as the keyring's, are written to at any time. */
    public UnreadableStore(Store inner, String prefix) {
        super(inner);
        this.prefix = prefix;
    }

    /** From now on. */
    public void fail() { fails = true; }

    /** The next read only. */
    public void failOnce() { failsOnce = true; }

    /** From the n-th commit on. */
    public void failAfter(int commits) {
        this.commits.set(0);
        commitsUntil = commits;
    }

    /** The first read after each commit. */
    public void failAfterEach() { passes = true; }

    /** Whatever was to fail does not. */
    public void recover() {
        fails = false;
        failsOnce = false;
        passes = false;
        commitsUntil = Integer.MAX_VALUE;
    }

    /** Between two commands: a failure that nobody has met is over. */
    public void forget() { failsOnce = false; }

    @Override protected void beforeRead() {
        boolean once = failsOnce;
        failsOnce = false;
        if (fails || once) throw new StoreException("unreadable, as the test wants", null);
    }

    @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
        var answer = partition.submit(batch);
        if (!partition.name().text().startsWith(prefix)) return answer;
        if (commits.incrementAndGet() >= commitsUntil) fails = true;
        if (passes) failsOnce = true;
        return answer;
    }
}
