package sigillo.policy;

import sigillo.mtasts.StsPolicy;

/** What is known of a domain's MTA-STS policy now. */
public sealed interface Known {
    record Policy(StsPolicy policy) implements Known {}

    /** There is none, or it cannot be had and none is kept: RFC 8461 section 3.3. {@code why} is for people. */
    record None(String why, Problem problem) implements Known {
        public None(String why) { this(why, Problem.NONE); }
    }

    /**
     * RFC 8460 section 4.3.2.2: DNS says that there is one, and it cannot be had, its host has no valid certificate, or
     * it cannot be read.
     */
    enum Problem { NONE, NOT_FETCHED, NOT_PROVEN, INVALID }
}
