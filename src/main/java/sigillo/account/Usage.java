package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much an account holds of what it may hold, in octets ({@link Quotas}). {@code fullSince}: since when mail is
 * refused because next to nothing is left.
 */
public record Usage(long octets, OptionalLong octetsMax, Optional<Instant> fullSince) {

    /** Whether a message of {@code size} octets fits. */
    public boolean takes(long size) { return octetsMax.isEmpty() || octets + size <= octetsMax.getAsLong(); }
}
