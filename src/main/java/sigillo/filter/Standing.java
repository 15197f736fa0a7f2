package sigillo.filter;

/**
 * How mail of somebody fared here: mails that were wanted and such that were spam, each fading with time. What a person
 * said of one counts as some, what this server thought of one as a part of one.
 */
record Standing(double wanted, double junk) {
    static final Standing NONE = new Standing(0, 0);

    /** So that little is known of one mail. */
    private static final double UNDECIDED = 1;

    boolean isKnown() { return wanted + junk > 0; }

    /** He has written before, and most of it was wanted. */
    boolean isGood() { return wanted > 0 && wanted >= 2 * junk; }

    Standing plus(Standing more) { return new Standing(Math.max(0, wanted + more.wanted), Math.max(0, junk + more.junk)); }

    Standing faded(double factor) { return new Standing(wanted * factor, junk * factor); }

    /** The logarithm of odds that the next is spam. */
    double odds() { return Math.log((junk + UNDECIDED) / (wanted + UNDECIDED)); }
}
