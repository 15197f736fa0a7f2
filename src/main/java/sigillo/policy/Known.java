package sigillo.policy;

import sigillo.mtasts.StsPolicy;

/** What is known of a domain's MTA-STS policy now. */
public sealed interface Known {
    record Policy(StsPolicy policy) implements Known {}

    /** There is none, or it cannot be had and none is kept: RFC 8461 section 3.3. {@code why} is for people. */
    record None(String why) implements Known {}
}
