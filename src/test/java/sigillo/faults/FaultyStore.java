package sigillo.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Written;

/**
 * The store as one life of a server sees it. It counts the steps that write, and at some of them a fault happens: all
 * that {@link Written} allows, and the end of the process.
 */
final class FaultyStore extends ForwardingStore {

    enum Strike {
        /** The process ends before the step, or after it and before anyone hears of it. */
        DIES_BEFORE, DIES_AFTER,
        /** No space for some steps. */
        FULL,
        /** A write fails, and was done or not; nothing more is written in this life. */
        FAILED_DONE, FAILED_UNDONE,
        /**
         * Nobody can say whether a commit was done: it was; it was not; it is done later, before the first that a
         * majority takes again; it was, and others came after.
         */
        UNKNOWN_DONE, UNKNOWN_UNDONE, UNKNOWN_LATE, UNKNOWN_OVERTAKEN;

        boolean isDoubt() { return name().startsWith("UNKNOWN"); }
    }

    private static final StoreException DEAD = new StoreException("the process has ended", null);
    private static final int FULL_STEPS = 12;
    private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final Map<Integer, Strike> strikes = new ConcurrentHashMap<>();
    private final Map<PartitionName, Late> late = new ConcurrentHashMap<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final Runnable whenDead;
    private volatile boolean dead;
    private volatile boolean failed;
    private volatile int fullUntil;

    /** {@code whenDead}: called once, by whoever dies. */
    FaultyStore(Store inner, Runnable whenDead) {
        super(inner);
        this.whenDead = whenDead;
    }

    /** What gets in once a majority is there again, which is then. */
    private record Late(Batch batch, long nanos) {}

    /** So many steps from now. */
    void strike(int in, Strike strike) { strikes.put(steps.get() + Math.max(1, in), strike); }

    /** From now on nothing is read and nothing written. */
    void die() {
        dead = true;
        whenDead.run();
    }

    /** Forgets what was to come and takes writes again; a failure stays until the next life. */
    void heal() {
        strikes.clear();
        fullUntil = 0;
    }

    private void requireLife() { if (dead) throw DEAD; }

    /** What happens at this step; what stands in the way of it is thrown. */
    private Optional<Strike> step() {
        requireLife();
        int now = steps.incrementAndGet();
        var strike = Optional.ofNullable(strikes.remove(now));
        if (strike.equals(Optional.of(Strike.FULL))) fullUntil = now + FULL_STEPS;
        if (strike.equals(Optional.of(Strike.DIES_BEFORE))) die();
        requireLife();
        if (failed) throw new StoreException("a write has failed before", null);
        if (now < fullUntil) throw new StoreException("no space", null, true);
        return strike;
    }

    /** After the step was done. */
    private void afterwards(Optional<Strike> strike) {
        if (strike.equals(Optional.of(Strike.DIES_AFTER))) die();
        requireLife();
    }

    @Override protected void beforeRead() { requireLife(); }

    @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
        Optional<Strike> strike;
        try {
            strike = step();
        } catch (StoreException stands) {
            if (stands == DEAD) return CompletableFuture.failedFuture(stands);
            return CompletableFuture.completedFuture(new Written.Refused(stands.isFull() ? Written.Cause.FULL
                : Written.Cause.FAILED, stands.getMessage()));
        }
        return switch (strike.orElse(null)) {
            case null -> alive(submitBehindLate(partition, batch));
            case FULL, DIES_BEFORE -> throw new IllegalStateException();
            case DIES_AFTER -> {
                partition.apply(batch);
                die();
                yield CompletableFuture.failedFuture(DEAD);
            }
            case FAILED_DONE, FAILED_UNDONE -> {
                failed = true;
                if (strike.get() == Strike.FAILED_DONE) partition.apply(batch);
                yield CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "a write failed", true));
            }
            case UNKNOWN_DONE, UNKNOWN_UNDONE, UNKNOWN_LATE, UNKNOWN_OVERTAKEN -> doubt(partition, batch, strike.get());
        };
    }

    private CompletableFuture<Written> submitBehindLate(Partition partition, Batch batch) {
        var before = late.get(partition.name());
        if (before == null) return partition.submit(batch);
        if (System.nanoTime() - before.nanos() < 0)
            return CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "no majority"));
        if (late.remove(partition.name(), before)) partition.apply(before.batch());
        return partition.submit(batch);
    }

    /** Who is dead does not hear the answer. */
    private CompletableFuture<Written> alive(CompletableFuture<Written> answer) {
        return answer.thenApply(written -> {
            requireLife();
            return written;
        });
    }

    private CompletableFuture<Written> doubt(Partition partition, Batch batch, Strike strike) {
        switch (strike) {
            case UNKNOWN_UNDONE -> { }
            case UNKNOWN_LATE -> late.put(partition.name(), new Late(batch, System.nanoTime() + AWAY_NANOS));
            default -> {
                var applied = partition.apply(batch);
                if (strike == Strike.UNKNOWN_OVERTAKEN && applied instanceof Written.Applied(var revision))
                    partition.apply(new Batch(revision, UUID.randomUUID(), Batch.Lane.PROMPT, List.of()));
            }
        }
        return CompletableFuture.completedFuture(new Written.Unknown());
    }

    @Override protected void put(Bytes blob, Octets octets) throws IOException {
        var strike = step();
        if (isFailure(strike)) failed = true;
        if (!strike.equals(Optional.of(Strike.FAILED_UNDONE))
            && !strike.equals(Optional.of(Strike.UNKNOWN_UNDONE))) inner.blobs().put(blob, octets);
        if (isFailure(strike) || strike.filter(Strike::isDoubt).isPresent()) throw new StoreException("a write failed",
            null);
        afterwards(strike);
    }

    private static boolean isFailure(Optional<Strike> strike) {
        return strike.filter(s -> s == Strike.FAILED_DONE || s == Strike.FAILED_UNDONE).isPresent();
    }

    @Override protected void delete(Bytes blob) {
        var strike = step();
        inner.blobs().delete(blob);
        afterwards(strike);
    }

    @Override protected void sync() {
        var strike = step();
        inner.blobs().sync();
        afterwards(strike);
    }

    @Override public void remove(PartitionName name) {
        var strike = step();
        inner.remove(name);
        afterwards(strike);
    }

    @Override public Optional<String> trouble() { return failed ? Optional.of("a write failed") : inner.trouble(); }
}
