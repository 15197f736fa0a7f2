package sigillo.jmapd;

import java.time.Duration;

/**
 * Of one listener: between one look at what has changed and the next there is a pause. However often something changes
 * meanwhile, that is one look; the first change after a quiet while is looked at at once. One thread.
 */
final class Pace {
    /** A person sees no difference; whoever sets flags all the time costs each listener one look in it. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private long lookedAt = System.nanoTime() - PAUSE.toNanos();

    /** True when a look may be now: it counts. */
    boolean begin() {
        if (!left().isZero()) return false;
        lookedAt = System.nanoTime();
        return true;
    }

    /** So long until one may be. */
    Duration left() {
        long passed = System.nanoTime() - lookedAt;
        return passed >= PAUSE.toNanos() ? Duration.ZERO : PAUSE.minusNanos(passed);
    }

    /** Returns when one may be: it counts. */
    void await() throws InterruptedException {
        while (!begin()) Thread.sleep(left());
    }
}
