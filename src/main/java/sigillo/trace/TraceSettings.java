package sigillo.trace;

import java.time.Duration;

/**
 * How long stories are kept. After {@code namedFor} addresses are replaced by their keyed hashes, after {@code keptFor}
 * the story is gone; both are counted in whole days (UTC), so a story may live up to a day longer.
 */
public record TraceSettings(Duration namedFor, Duration keptFor) {
    /** A look-up by trace id asks for each day, so the days must be few. */
    public static final Duration KEPT_FOR_MAX = Duration.ofDays(400);

    public static final TraceSettings DEFAULT = new TraceSettings(Duration.ofDays(7), Duration.ofDays(30));

    /** Throws {@link IllegalArgumentException} when nothing would be kept, too long, or named longer than kept. */
    public TraceSettings {
        if (namedFor.isNegative() || keptFor.compareTo(Duration.ofDays(1)) < 0 || keptFor.compareTo(KEPT_FOR_MAX) > 0
            || namedFor.compareTo(keptFor) > 0) {
            throw new IllegalArgumentException("named for " + namedFor + ", kept for " + keptFor);
        }
    }
}
