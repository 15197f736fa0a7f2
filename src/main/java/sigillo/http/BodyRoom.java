package sigillo.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What large bodies of some take together, so that many connections do not fill the heap. Small ones are always taken: a
 * browser's form is one. Any thread.
 */
final class BodyRoom {
    private final long octetsMax;
    private final AtomicLong taken = new AtomicLong();

    BodyRoom(long octetsMax) { this.octetsMax = octetsMax; }

    /** False when there is no room now; else {@link #leave} with the same {@code octets}. */
    boolean enter(long octets) {
        if (octets <= HttpLimits.SMALL_BODY_OCTETS) return true;
        if (taken.addAndGet(octets) <= octetsMax) return true;
        taken.addAndGet(-octets);
        return false;
    }

    void leave(long octets) {
        if (octets > HttpLimits.SMALL_BODY_OCTETS) taken.addAndGet(-octets);
    }
}
