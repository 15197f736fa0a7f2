package sigillo.http2;

import java.util.function.LongSupplier;

/** Counts frames that cost us something and the peer next to nothing: RFC 9113 section 10.5. One thread at a time. */
final class Idling {
    private final LongSupplier nanos;
    private long since;
    private int count;
    private long windowUpdates; // that what was sent has earned
    private int unearned; // octets that were sent, and have earned none yet

    Idling(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    void one() {
        long now = nanos.getAsLong();
        if (now - since > Http2Limits.IDLING_WITHIN.toNanos()) {
            since = now;
            count = 0;
        }
        count++;
    }

    /** Each window that grows is worth it while something is sent, and not a few octets at a time. */
    void windowUpdate() {
        if (windowUpdates > 0) windowUpdates--;
        else one();
    }

    /** Two windows grow for each frame, that of the stream and that of the connection, and no octet is forgotten meanwhile. */
    void sent(int octets) {
        int all = unearned + octets;
        unearned = all % Http2Limits.OCTETS_OF_WINDOW_UPDATE;
        windowUpdates = Math.min(windowUpdates + all / Http2Limits.OCTETS_OF_WINDOW_UPDATE, Http2Limits.IDLING_MAX);
    }

    boolean isTooMuch() { return count > Http2Limits.IDLING_MAX; }
}
