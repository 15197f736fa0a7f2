package sigillo.login;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends what was opened by tokens that hold no more. A thread looks while there is something to look after. Any thread. */
final class Lapses {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    /** How late an end may be. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Set<Lapsing> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isLooking = new AtomicBoolean();

    Lapses(InstantSource clock) { this.clock = clock; }

    boolean isBefore(Instant end) { return clock.instant().isBefore(end); }

    void add(Lapsing one) {
        watched.add(one);
        if (isLooking.compareAndSet(false, true)) Thread.ofVirtual().name("token-ends").start(this::look);
    }

    void remove(Lapsing one) { watched.remove(one); }

    /** Whether nothing is to be ended any more. */
    boolean isEmpty() { return watched.isEmpty(); }

    /** Ends those whose time is over. */
    void lapse() {
        for (var one : watched) if (!isBefore(one.end())) end(one);
    }

    private static void end(Lapsing one) {
        try {
            one.lapse();
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "a session by a token could not be ended", fault);
        }
    }

    private void look() {
        try {
            do {
                Thread.sleep(LOOK);
                lapse();
            } while (!watched.isEmpty());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            isLooking.set(false);
        }
        if (!watched.isEmpty() && isLooking.compareAndSet(false, true)) Thread.ofVirtual().start(this::look);
    }
}
