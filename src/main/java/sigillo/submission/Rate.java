package sigillo.submission;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts what happened within a sliding period, by two numbers: this period's count, and the last one's weighed by how
 * much of it still lies within. Used under a lock of its owner.
 */
final class Rate {
    private final int max;
    private final long periodMillis;
    private long period;
    private long count;
    private long countBefore;

    Rate(int max, Duration period) {
        this.max = max;
        this.periodMillis = period.toMillis();
    }

    /** Whether {@code more} fits now. */
    boolean has(int more, Instant now) {
        roll(now);
        double left = 1 - (double) Math.floorMod(now.toEpochMilli(), periodMillis) / periodMillis;
        return count + countBefore * left + more <= max;
    }

    void add(int more, Instant now) {
        roll(now);
        count += more;
    }

    private void roll(Instant now) {
        long current = Math.floorDiv(now.toEpochMilli(), periodMillis);
        if (current == period) return;
        countBefore = current == period + 1 ? count : 0;
        count = 0;
        period = current;
    }
}
