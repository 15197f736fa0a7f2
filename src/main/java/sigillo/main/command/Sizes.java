package sigillo.main.command;

import java.util.Optional;
import sigillo.main.config.Amounts;

/** How much something may hold, as it is said to commands. */
final class Sizes {
    static final String WHAT = "Such as \"10 GiB\"; \"none\": no limit; \"default\": as configured.";

    private Sizes() {}

    /** As requests have it; {@code said} may be null. */
    static Optional<String> limit(String said) {
        if (said == null) return Optional.empty();
        if (said.equals("none") || said.equals("default")) return Optional.of(said);
        return Optional.of(Amounts.octets(said).map(String::valueOf)
            .orElseThrow(() -> new Failure(said + " is no size: \"10 GiB\", \"none\" or \"default\" would be right")));
    }
}
