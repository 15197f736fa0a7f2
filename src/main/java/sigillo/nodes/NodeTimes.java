package sigillo.nodes;

import java.time.Duration;

/**
 * How soon things are known. {@code silent}: who has said nothing for so long is dead, for who looks on; {@code
 * givenUp}: who could not say anything for so long ends itself, well before that. {@code beat}: how often a node says
 * that it lives; {@code told}: how long it gathers what it has committed before it tells; {@code looked}: how often
 * others are looked at.
 */
public record NodeTimes(Duration silent, Duration givenUp, Duration beat, Duration told, Duration looked) {
    /** A change is known elsewhere within a second; a dead node's work is free within a minute. */
    public static final NodeTimes STANDARD = new NodeTimes(Duration.ofSeconds(45), Duration.ofSeconds(25),
        Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(500));

    public NodeTimes {
        if (givenUp.multipliedBy(3).compareTo(silent.multipliedBy(2)) > 0) {
            throw new IllegalArgumentException("who is given up by others must have given up long before");
        }
    }
}
