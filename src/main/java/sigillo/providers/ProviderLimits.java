package sigillo.providers;

import java.time.Duration;

/** Bounds of what a provider may cost us, with the reasons. */
final class ProviderLimits {
    private ProviderLimits() {}

    /** Of one answer: a page of records has some ten kilobytes. In octets. */
    static final int ANSWER_OCTETS_MAX = 256 * 1024;
    static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    /** Of one change of a domain, which takes some thirty. */
    static final int REQUESTS_MAX = 400;
    /** Of a listing of one name and type: what has more is a loop. */
    static final int PAGES_MAX = 20;
    /** Records of one name and type. */
    static final int ENTRIES_MAX = 200;
    /** A provider that wants more is told of, and asked again by who asked before. */
    static final Duration WAIT_MAX = Duration.ofSeconds(60);
    /** Where it does not say how long. */
    static final Duration WAIT_UNSAID = Duration.ofSeconds(3);
    /** Of one request. */
    static final int WAITS_MAX = 5;
    /** What a provider says that people are shown. In characters. */
    static final int SAID_MAX = 200;
    /** Names above a name that are asked for: a host of a domain has a few. */
    static final int DEPTH_MAX = 10;
    /** What is changed for good: so long a mistake lasts at most. In seconds. */
    static final int TTL = 3_600;
    /** What an authority looks at once. In seconds. */
    static final int PROOF_TTL = 60;
}
