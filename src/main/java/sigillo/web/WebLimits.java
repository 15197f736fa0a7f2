package sigillo.web;

import java.time.Duration;
import java.time.InstantSource;
import sigillo.base.NetworkTries;

/** Bounds of what browsers may ask for, with the reasons. */
final class WebLimits {
    private WebLimits() {}

    /** Of what a secret is asked for that nobody else slows. */
    static NetworkTries tries(InstantSource clock) { return new NetworkTries(RECOVERY_TRIES_MAX, RECOVERY_TRIES_IN,
        clock); }

    /** A session that nobody uses ends: a phone on a table, a browser of a library. */
    static final Duration SESSION_IDLE_MAX = Duration.ofMinutes(15);
    /** However busy, a session ends: a day's work is shorter. */
    static final Duration SESSION_AGE_MAX = Duration.ofHours(12);
    /** Who has signed in no longer ago has shown who he is: enough for what a sign-up does, and a first certificate. */
    static final Duration FRESH_FOR = Duration.ofMinutes(15);
    /** Sessions of one account; the one that was used longest ago gives way. */
    static final int SESSIONS_BY_ACCOUNT_MAX = 20;
    /** Some KiB each, and the keys of an account are open for each. */
    static final int SESSIONS_MAX = 1_000;
    /** How often sessions are looked through for those that are over. */
    static final Duration SESSIONS_LOOK = Duration.ofSeconds(1);

    /** Recovery codes that one network may try without having signed in, in {@link #RECOVERY_TRIES_IN}. */
    static final int RECOVERY_TRIES_MAX = 10;
    static final Duration RECOVERY_TRIES_IN = Duration.ofMinutes(15);
}
