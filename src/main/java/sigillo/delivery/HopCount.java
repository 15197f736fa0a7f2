package sigillo.delivery;

import sigillo.smtp.SmtpReply;

/** Refuses what has been through too many servers, because it goes round in a circle. */
record HopCount(int hopsMax) implements Check {
    /** RFC 5321 section 6.3: at least 100. What goes round by way of us alone is seen at its first return. */
    static final int HOPS_MAX = 100;

    private static final SmtpReply LOOP =
        SmtpReply.of(554, "5.4.6", "Too many hops: this message goes round in a circle");

    @Override public Opinion judge(Evidence evidence) {
        return evidence.trail().hops() > hopsMax ? new Opinion.Against(LOOP) : new Opinion.Fine();
    }
}
