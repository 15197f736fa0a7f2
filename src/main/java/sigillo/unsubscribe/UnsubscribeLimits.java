package sigillo.unsubscribe;

import java.time.Duration;

/** Bounds of what owners have this server ask of strangers, with the reasons. */
final class UnsubscribeLimits {
    private UnsubscribeLimits() {}

    /** Of an account in {@link #WINDOW}: who cleans up leaves some dozens of lists. */
    static final int IN_WINDOW_MAX = 60;
    static final Duration WINDOW = Duration.ofHours(1);
    /** Of all accounts at the same time: each takes a connection, and a request of JMAP that waits for it. */
    static final int AT_ONCE = 4;
    /** For all of it; the one who has clicked waits. */
    static final Duration WITHIN = Duration.ofSeconds(15);
}
