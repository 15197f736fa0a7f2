package sigillo.dns;

/** Why DNS could not say. It decides whom that may be held against. */
public enum DnsFailure {
    /** No server answered in its time. */
    TIMEOUT,
    /** A server answered that it cannot say: SERVFAIL, REFUSED and the like. RFC 1035 section 4.1.1. */
    SERVFAIL,
    /** The answer is not validly signed: forged, or its signatures are out of order. RFC 4033 section 5. */
    BOGUS,
    /** The time that we give to the message was over first. */
    DEADLINE,
    /** The message has asked for as much as we answer. This alone is of the sender's making. */
    BUDGET,
    /** This server has none to ask, or stops. */
    OURS
}
