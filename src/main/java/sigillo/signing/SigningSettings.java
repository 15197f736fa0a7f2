package sigillo.signing;

import java.time.Duration;

/**
 * {@code rotateAfter}: new keys are made when those in use are so old; zero: never by themselves. {@code
 * keptPublished}: how long after their last use, which must be longer than what they signed may be on its way.
 */
public record SigningSettings(boolean isOn, Duration rotateAfter, Duration keptPublished) {
    /** A half year, as M3AAWG's practices say. Five days of a queue here, and as many elsewhere. */
    public static final SigningSettings DEFAULT =
        new SigningSettings(true, Duration.ofDays(180), Duration.ofDays(15));

    /** New keys are used when DNS has shown them so long: its servers do not all have them at once. */
    static final Duration SEEN_MIN = Duration.ofHours(1);
}
