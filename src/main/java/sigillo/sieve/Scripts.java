package sigillo.sieve;

import java.util.Optional;

/**
 * The scripts that others may include, by name. RFC 6609 section 3.2. Octets of at most {@link
 * SieveLimits#SCRIPT_OCTETS_MAX}.
 */
public interface Scripts {
    /** There are none. */
    Scripts NONE = new Scripts() {
        @Override public Optional<byte[]> personal(String name) { return Optional.empty(); }

        @Override public Optional<byte[]> global(String name) { return Optional.empty(); }
    };

    Optional<byte[]> personal(String name);

    Optional<byte[]> global(String name);
}
