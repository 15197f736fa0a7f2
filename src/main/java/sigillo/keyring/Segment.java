package sigillo.keyring;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.sealing.Secret;

/** The segment that arrivals are sealed under, until it is full or its time is over. Any thread. */
final class Segment {
    final long number;
    final int epoch;
    final Secret key;
    final Instant ends;
    private final AtomicInteger left = new AtomicInteger(KeyringLimits.SEGMENT_RECORDS);

    Segment(long number, int epoch, Secret key, Instant begins) {
        this.number = number;
        this.epoch = epoch;
        this.key = key;
        this.ends = begins.plus(KeyringLimits.SEGMENT_TIME);
    }

    /** Whether there is place for what is about to come; asked before a commit, so that some more may come. */
    boolean isOpen(Instant now) { return left.get() > 0 && now.isBefore(ends); }

    Segment used() {
        left.decrementAndGet();
        return this;
    }
}
