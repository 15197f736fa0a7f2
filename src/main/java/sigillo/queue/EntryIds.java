package sigillo.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Fresh ids for entries: milliseconds since 2025 and 20 random bits, always growing within a process, so that the order
 * of ids is the order of arrival.
 */
final class EntryIds {
    private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final int RANDOM_BITS = 20;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    EntryIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    long next() {
        long fresh = Math.max(1, clock.millis() - EPOCH) << RANDOM_BITS | random.nextInt(1 << RANDOM_BITS);
        return last.updateAndGet(before -> Math.max(before + 1, fresh));
    }

    static long millisOf(long id) { return EPOCH + (id >> RANDOM_BITS); }
}
