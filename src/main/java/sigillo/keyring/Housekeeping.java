package sigillo.keyring;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sigillo.base.Alarms;
import sigillo.sealing.SealBroken;

/**
 * What is done beside: keys that nobody uses are wiped and segments wrapped anew, on one thread; what waited for an
 * account to be opened is done, on another.
 */
final class Housekeeping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.keyring");
    private static final Duration LOOK_MAX = Duration.ofSeconds(30);
    /**
     * Threads that carried conversations keep a hand on the last one for half a minute, while they have nothing to do;
     * on a machine that is busy it may be longer.
     */
    private static final List<Duration> AGAIN = List.of(Duration.ofSeconds(45), Duration.ofSeconds(120));
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final Rings rings;
    private final Duration grace;
    private final Alarms alarms;
    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("keyring").factory());
    private final Sweeping sweeping;
    private final Set<Ring> waiting = ConcurrentHashMap.newKeySet();
    /** Apart, since it may take long, and keys are wiped in time. */
    private final ExecutorService worker =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("keyring-deferred").factory());
    private final Set<Ring> withWork = ConcurrentHashMap.newKeySet();
    private final Map<Integer, DeferredWork> works = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Housekeeping(Rings rings, Duration grace, InstantSource clock, Alarms alarms) {
        this.rings = rings;
        this.grace = grace;
        this.clock = clock;
        this.alarms = alarms;
        this.sweeping = new Sweeping(grace, System::nanoTime);
        long everyMillis = Math.max(1, Math.min(LOOK_MAX.toMillis(), grace.toMillis() / 10));
        thread.scheduleWithFixedDelay(this::wipe, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    /** Whatever goes wrong, it comes again: an executor drops what has thrown, and keys would stay for ever. */
    private void wipe() {
        try {
            rings.all().forEach(ring -> ring.arrivals().tidy());
            boolean hasWiped = false;
            for (var ring : rings.all()) hasWiped |= ring.wipeAfter(grace.toNanos());
            if (!sweeping.takeDue() && !hasWiped) return;
            MemorySweep.run();
            for (var after : AGAIN) thread.schedule(MemorySweep::run, after.toSeconds(), TimeUnit.SECONDS);
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "what nobody uses could not be wiped", fault);
        }
    }

    /** Mail has passed: what it has left in memory is overwritten, some minutes later. */
    void passed() { sweeping.passed(); }

    /** In its turn; once, however often it is asked meanwhile. */
    void rewrap(Ring ring) {
        if (!waiting.add(ring)) return;
        try {
            thread.execute(() -> {
                waiting.remove(ring);
                rewrapNow(ring);
            });
        } catch (RejectedExecutionException closed) {
            waiting.remove(ring); // it goes on at the next session
        }
    }

    private void rewrapNow(Ring ring) {
        try {
            new Rewrap(ring).run();
        } catch (SealBroken | Tampered broken) {
            alarms.raise("seal of account " + ring.keyed().account(), broken.getMessage());
        } catch (RuntimeException | Error e) {
            var account = ring.keyed().account();
            LOG.log(Level.INFO, "segments of account " + account + " are not wrapped anew yet: " + e.getMessage());
        }
    }

    // ---- work that waited ----

    void serve(int kind, DeferredWork work) { works.put(kind, work); }

    Deferred deferred(Ring ring) { return new Deferred(ring, clock, alarms); }

    /** Of an account that is open. In its turn; once, however often it is asked meanwhile. */
    void work(Ring ring) {
        if (works.isEmpty() || !withWork.add(ring)) return;
        try {
            worker.execute(() -> {
                withWork.remove(ring);
                workNow(ring);
            });
        } catch (RejectedExecutionException closed) {
            withWork.remove(ring); // it is done in the next session
        }
    }

    private void workNow(Ring ring) {
        try {
            if (deferred(ring).run(works)) work(ring);
        } catch (SealBroken | Tampered broken) {
            alarms.raise("seal of account " + ring.keyed().account(), broken.getMessage());
        } catch (RuntimeException | Error later) {
            var account = ring.keyed().account();
            LOG.log(Level.INFO, "work of account " + account + " waits for its next session: " + later.getMessage());
        }
    }

    @Override public void close() {
        worker.shutdownNow();
        thread.shutdownNow();
        try {
            thread.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
