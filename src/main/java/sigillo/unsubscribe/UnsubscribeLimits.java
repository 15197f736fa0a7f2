package sigillo.unsubscribe;

import java.time.Duration;
import sigillo.base.FairPlaces;

/** Bounds of what owners have this server ask of strangers, with the reasons. */
final class UnsubscribeLimits {
    private UnsubscribeLimits() {}

    /** Of an account in {@link #WINDOW}: who cleans up leaves some dozens of lists. */
    static final int IN_WINDOW_MAX = 60;
    static final Duration WINDOW = Duration.ofHours(1);
    /**
     * Of all accounts at the same time: each takes a connection, and a request of JMAP that waits for it. Who has
     * waited for long for lists that do not answer leaves some to the others.
     */
    static final FairPlaces.Rules PLACES = new FairPlaces.Rules(8, 2, 3, Duration.ofSeconds(30),
        Duration.ofMinutes(10));
    /** For all of it; the one who has clicked waits. */
    static final Duration WITHIN = Duration.ofSeconds(15);
}
