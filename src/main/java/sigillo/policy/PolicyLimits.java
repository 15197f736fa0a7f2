package sigillo.policy;

import java.time.Duration;

/** Bounds of fetching and keeping policies, with the reasons. */
final class PolicyLimits {
    private PolicyLimits() {}

    /** For what DNS says of a domain's policy; a message waits for it. */
    static final Duration LOOK_UP = Duration.ofSeconds(10);
    /** For one policy, over HTTPS; a message waits for it. RFC 8461 section 3.3 suggests a minute. */
    static final Duration FETCH = Duration.ofSeconds(20);
    /** RFC 8461 section 3.3: after a failure nobody asks again before. */
    static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    /** Domains whose failure is remembered. */
    static final int FAILURES_MAX = 1_000;
    /**
     * RFC 8461 section 10.2: a policy is fetched anew daily, so that who blocks it now and then does not outlast it.
     */
    static final Duration REFRESHED_AFTER = Duration.ofDays(1);
    /** A domain to which nothing was sent for so long is let go when its policy ends. */
    static final Duration UNUSED_MAX = Duration.ofDays(30);
    /**
     * Fetching anew goes on for so long in one go, the domain that waits longest first; each may take {@link #FETCH}.
     */
    static final Duration REFRESHING = Duration.ofMinutes(40);
    /** Policies kept that are not long: beyond, those of domains to which nothing was sent for the longest time go. */
    static final int KEPT_MAX = 10_000;
    /** Octets of a row; nearly all policies have some hundred. A longer one is among the long ones. */
    static final int LONG_OCTETS = 2_048;
    /** Octets of the long ones together, with a bound of their own so that they push out none but each other. */
    static final int LONG_ALTOGETHER_MAX = 4 << 20;
    /** Of a row: a policy of more than this is used and not kept. */
    static final int ROW_OCTETS_MAX = 70 * 1024;
}
