package sigillo.smtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sigillo.base.Domain;
import sigillo.smtp.SmtpReply;

/**
 * How much mail for names that nobody has the catch-alls of our domains take from all networks together. Mail that is taken
 * counts, and not who only asks: else some machines that ask and go would keep everybody else's waiting. Any thread.
 */
final class CaughtRoom {
    /** A family's catch-all gets some dozens a day; ten thousand machines that guess names fill no account with so many. */
    static final int MAX = 200;
    static final int BY_HOUR = 40;
    private static final double NANOS_PER_HOUR = 3_600e9;

    /**
     * {@code isByName}: those to whom somebody here has written have room of their own, since strangers fill the other; anybody
     * can take a name, so it is no more.
     */
    record Shelf(Domain domain, boolean isByName) {}

    /** Two for each domain of ours, which are not many. */
    private final ConcurrentMap<Shelf, Bucket> buckets = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    CaughtRoom(LongSupplier nanoTime) { this.nanoTime = nanoTime; }

    /** Takes nothing. */
    boolean hasRoom(Shelf shelf) { return bucket(shelf).hasOne(nanoTime.getAsLong()); }

    /** Runs what takes a message for so many names, unless there is no room for one of them; what is refused counts for nothing. */
    Optional<SmtpReply> taking(List<Shelf> names, Supplier<SmtpReply> taken) {
        var spent = new ArrayList<Bucket>();
        boolean isTaken = false;
        try {
            for (var name : names) {
                if (!bucket(name).spend(nanoTime.getAsLong())) return Optional.empty();
                spent.add(bucket(name));
            }
            var reply = taken.get();
            isTaken = reply.isPositive();
            return Optional.of(reply);
        } finally {
            if (!isTaken) spent.forEach(Bucket::giveBack);
        }
    }

    private Bucket bucket(Shelf shelf) { return buckets.computeIfAbsent(shelf, _ -> new Bucket(nanoTime.getAsLong())); }

    private static final class Bucket {
        private double left = MAX;
        private long refilledAt;

        Bucket(long now) { this.refilledAt = now; }

        synchronized boolean hasOne(long now) {
            left = Math.min(MAX, left + (now - refilledAt) / NANOS_PER_HOUR * BY_HOUR);
            refilledAt = now;
            return left >= 1;
        }

        synchronized boolean spend(long now) {
            if (!hasOne(now)) return false;
            left--;
            return true;
        }

        synchronized void giveBack() { left = Math.min(MAX, left + 1); }
    }
}
