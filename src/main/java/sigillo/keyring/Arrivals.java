package sigillo.keyring;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;

/** The segment that an account's arrivals are sealed under. Needs nobody's secret. Any thread. */
final class Arrivals {
    private final Keyed keyed;
    private final InstantSource clock;
    private volatile Segment current;
    /** Whose keys are still to be wiped: what is just being sealed may need them. */
    private final Deque<Over> over = new ArrayDeque<>();

    private record Over(Segment segment, Instant since) {}

    Arrivals(Keyed keyed, InstantSource clock) {
        this.keyed = keyed;
        this.clock = clock;
    }

    /** A segment with place, which is kept before it is used: so this may write. */
    Segment ready() {
        var segment = current;
        if (segment != null && segment.isOpen(clock.instant())) return segment;
        synchronized (this) {
            if (current == null || !current.isOpen(clock.instant())) {
                var next = begin();
                putAway();
                current = next;
            }
            return current;
        }
    }

    /** For what is being committed: the one that {@link #ready} gave, full or not. */
    Segment current() {
        var segment = current;
        return segment == null ? ready() : segment;
    }

    /**
     * What comes next begins another segment, under the epoch that is in force then. Waits for one that is just being
     * begun, which may be of the epoch before.
     */
    synchronized void turnOver() { putAway(); }

    /** As {@link #turnOver}, when the segment is of another epoch than the one in force. */
    synchronized void changedElsewhere(int epoch) {
        if (current != null && current.epoch != epoch) putAway();
    }

    private void putAway() {
        if (current != null) over.add(new Over(current, clock.instant()));
        current = null;
    }

    /**
     * Wipes the keys of segments that have been over for a while: whoever reads the memory later learns no arrivals.
     */
    synchronized void tidy() {
        var before = clock.instant().minus(KeyringLimits.SEGMENT_STAYS);
        if (current != null && current.ends.isBefore(before)) putAway();
        while (!over.isEmpty() && over.peek().since.isBefore(before)) over.remove().segment.key.close();
    }

    /** Whether arrivals are still sealed under this segment, so that its key is in memory for long without the owner. */
    synchronized boolean isCurrent(long segment) { return current != null && current.number == segment; }

    /** Whether nothing of it is in memory. */
    synchronized boolean isEmpty() { return current == null && over.isEmpty(); }

    private Segment begin() {
        try (var key = Secret.random(keyed.randomness())) {
            for (int tries = 0; tries < KeyringLimits.EPOCH_TRIES_MAX; tries++) {
                var epoch = keyed.epoch(keyed.head().epoch());
                var number = begin(epoch.number(), epoch.publicKey(), key);
                if (number.isPresent()) return new Segment(number.get(), epoch.number(), key.copy(), clock.instant());
            }
            throw keyed.missing("epoch in force");
        }
    }

    /** Empty when another epoch began meanwhile. */
    private Optional<Long> begin(int epoch, Bytes publicKey, Secret key) {
        return keyed.transactions().write(tx -> {
            var head = keyed.head(tx::get);
            if (head.epoch() != epoch) return Optional.empty();
            long next = head.nextSegment();
            tx.put(KeyRows.segment(next), keyed.sealed(epoch, publicKey, next, key).encode());
            tx.put(KeyRows.HEAD, head.nextSegment(next + 1).encode());
            return Optional.of(next);
        });
    }
}
