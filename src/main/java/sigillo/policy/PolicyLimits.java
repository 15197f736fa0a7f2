package sigillo.policy;

import java.time.Duration;

/** Bounds of fetching and keeping policies, with the reasons. */
final class PolicyLimits {
    private PolicyLimits() {}

    /** For one policy, over HTTPS; a message waits for it. RFC 8461 section 3.3 suggests a minute. */
    static final Duration FETCH = Duration.ofSeconds(20);
    /** RFC 8461 section 3.3: after a failure nobody asks again before. */
    static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    /** Domains whose failure is remembered. */
    static final int FAILURES_MAX = 1_000;
    /** RFC 8461 section 10.2: a policy is fetched anew daily, so that who blocks it now and then does not outlast it. */
    static final Duration REFRESHED_AFTER = Duration.ofDays(1);
    /** A domain to which nothing was sent for so long is let go when its policy ends. */
    static final Duration UNUSED_MAX = Duration.ofDays(30);
    /** Policies that are fetched anew in one go: each may take {@link #FETCH}. */
    static final int REFRESHED_AT_ONCE = 50;
    /** Policies kept; beyond, those of more domains are used and not kept. A few hundred octets each. */
    static final int KEPT_MAX = 20_000;
    /** Of a row: a policy of more than this is used and not kept. */
    static final int ROW_OCTETS_MAX = 70 * 1024;
}
