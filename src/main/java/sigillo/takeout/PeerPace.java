package sigillo.takeout;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a peer brings or takes enough in the time in which it is waited for; what the server needs for itself is not
 * counted. One thread.
 */
final class PeerPace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private long octets;
    private long waited;

    PeerPace(LongSupplier nanos) { this.nanos = nanos; }

    interface Step {
        /** How many octets have passed; negative for the end. */
        int run() throws IOException;
    }

    /** Carries out what waits for the peer. Throws {@link IOException} when it was too slow, in all. */
    int through(Step step) throws IOException {
        long begun = nanos.getAsLong();
        int n = step.run();
        waited += nanos.getAsLong() - begun;
        if (n > 0) octets += n;
        if (left().isNegative()) throw new IOException("it was too slow");
        return n;
    }

    /** How long it may be waited for from now on, when nothing more passes. */
    Duration left() {
        long mayBe = TakeoutLimits.PACE_GRACE.toNanos() + octets / TakeoutLimits.PACE_OCTETS * SECOND
            + octets % TakeoutLimits.PACE_OCTETS * SECOND / TakeoutLimits.PACE_OCTETS;
        return Duration.ofNanos(mayBe - waited);
    }

    long octets() { return octets; }
}
