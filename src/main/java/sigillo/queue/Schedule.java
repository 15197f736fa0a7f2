package sigillo.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again: RFC 5321 section 4.5.4.1. The first retry after {@code first}, then twice as long each time up to
 * {@code longest}; a fault of our own is looked at again at least every {@code faultLongest}. Each wait is up to a
 * fifth longer or shorter, so that what failed together does not come back together. {@code noticeAfter}: when the
 * sender is told of a delay; {@code giveUpAfter}: when it is over. These two count only time in which we could have
 * delivered.
 */
public record Schedule(
        Duration first, Duration longest, Duration faultLongest, Duration noticeAfter, Duration giveUpAfter) {

    /** The first retry passes most grey lists; RFC 5321 section 4.5.4.1 wants at least 4-5 days in all. */
    public static final Schedule DEFAULT = new Schedule(Duration.ofMinutes(2), Duration.ofMinutes(90),
        Duration.ofMinutes(15), Duration.ofHours(4), Duration.ofDays(5));

    private static final double SPREAD = 0.2;

    public Schedule {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0 || faultLongest.compareTo(first) < 0)
            throw new IllegalArgumentException("the first retry comes before the later ones");
        if (noticeAfter.compareTo(giveUpAfter) >= 0)
            throw new IllegalArgumentException("a notice after the end is none");
    }

    /** How long to wait after {@code attempts} failed ones, at least 1. */
    public Duration afterAttempts(int attempts, RandomGenerator random) {
        return spread(doubled(attempts, longest), random);
    }

    /** How long to wait after {@code failures} attempts in a row that failed by our own fault, at least 1. */
    public Duration afterFaults(int failures, RandomGenerator random) {
        return spread(doubled(failures, faultLongest), random);
    }

    private Duration doubled(int times, Duration max) {
        int doublings = Math.clamp(times - 1L, 0, 30);
        var wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(max) < 0 ? wait : max;
    }

    private static Duration spread(Duration wait, RandomGenerator random) {
        return Duration.ofMillis((long) (wait.toMillis() * (1 + SPREAD * (2 * random.nextDouble() - 1))));
    }
}
