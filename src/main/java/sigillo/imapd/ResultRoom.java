package sigillo.imapd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many messages the results that sessions keep have together, in the whole server: what is saved (RFC 5182), and what is kept
 * up to date (RFC 5267). Four octets each. Any thread.
 */
final class ResultRoom {
    private final long max;
    private final AtomicLong kept = new AtomicLong();

    ResultRoom(long max) { this.max = max; }

    /** False, and nothing has changed, when a result that has become longer does not fit. */
    boolean change(int before, int after) {
        long now = kept.addAndGet((long) after - before);
        if (after <= before || now <= max) return true;
        kept.addAndGet((long) before - after);
        return false;
    }

    long kept() { return kept.get(); }
}
