package sigillo.smtpd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the unfinished envelopes of all conversations may hold together. A thousand strangers who each name a thousand
 * recipients, and then wait, would otherwise fill the heap. Any thread.
 */
final class EnvelopeRoom {
    /** Some 15,000 recipients at once. In octets of heap. */
    static final long OCTETS_MAX = 8 << 20;

    private final AtomicLong taken = new AtomicLong();

    /** False when there is no room now; what was taken must be given back. */
    boolean take(int octets) {
        if (taken.addAndGet(octets) <= OCTETS_MAX) return true;
        taken.addAndGet(-octets);
        return false;
    }

    void give(int octets) { taken.addAndGet(-octets); }

    long taken() { return taken.get(); }
}
