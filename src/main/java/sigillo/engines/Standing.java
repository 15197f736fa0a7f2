package sigillo.engines;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Whether a program may be asked, by how it has answered until now; and what is counted of it. Any thread. */
final class Standing {
    private final LongAdder asked = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder against = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicLong slowest = new AtomicLong();
    private int failuresInARow;
    private Duration pause = EngineLimits.PAUSE;
    private volatile boolean isLeftAlone;
    private volatile String why = "";

    boolean isLeftAlone() { return isLeftAlone; }

    /** Why it is left alone. */
    String why() { return why; }

    /** It answered about a message of somebody; not about one of ours, which a program may answer that fails for all others. */
    synchronized void answered() {
        failuresInARow = 0;
        pause = EngineLimits.PAUSE;
    }

    /** True for the failure from which on it is left alone. */
    synchronized boolean failed(String why, int failuresMax) {
        failuresInARow++;
        this.why = why;
        if (isLeftAlone || failuresInARow < failuresMax) return false;
        isLeftAlone = true;
        return true;
    }

    /** How long it is left alone now; longer from time to time, as long as it answers nobody. */
    synchronized Duration nextPause() {
        var now = pause;
        var twice = pause.multipliedBy(2);
        pause = twice.compareTo(EngineLimits.PAUSE_MAX) > 0 ? EngineLimits.PAUSE_MAX : twice;
        return now;
    }

    synchronized void isBack() {
        failuresInARow = 0;
        isLeftAlone = false;
    }

    // ---- counted ----

    void count(long took) {
        asked.increment();
        nanos.add(took);
        slowest.accumulateAndGet(took, Math::max);
    }

    void countUnanswered() { unanswered.increment(); }

    void countAgainst() { against.increment(); }

    void countPassed() { passed.increment(); }

    EngineFigures figures(String name, String place) {
        long all = asked.sum();
        return new EngineFigures(name, place, !isLeftAlone, all, unanswered.sum(), against.sum(), passed.sum(),
            Duration.ofNanos(all == 0 ? 0 : nanos.sum() / all), Duration.ofNanos(slowest.get()));
    }
}
