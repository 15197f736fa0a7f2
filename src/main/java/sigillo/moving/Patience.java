package sigillo.moving;

import java.time.Duration;

/**
 * How long a source may take. {@code answer}: to its next response. {@code grace}, {@code octetsPerSecond}: of a message.
 * {@code pause}: after the first break; each further one is twice as long.
 */
public record Patience(Duration connect, Duration answer, Duration grace, long octetsPerSecond, Duration pause) {
    /** Large providers think for minutes about a list of a hundred thousand messages. */
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(2), 500, Duration.ofSeconds(1));

    Duration pauseAfter(int breaks) { return pause.multipliedBy(1L << Math.clamp(breaks - 1, 0, 10)); }
}
