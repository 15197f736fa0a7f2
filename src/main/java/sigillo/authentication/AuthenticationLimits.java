package sigillo.authentication;

/** Bounds of what one message may ask, with the reasons. */
final class AuthenticationLimits {
    private AuthenticationLimits() {}

    /**
     * DNS questions of SPF for one message, HELO and MAIL FROM together. In the worst case that its own limits allow
     * each takes about 125; real mail takes about five.
     */
    static final int SPF_QUESTIONS_MAX = 150;
    /** Of the keys of eight signatures, and of a chain of 50 hops with its newest message signature. */
    static final int KEY_QUESTIONS_MAX = 60;
    /**
     * Of DMARC, and never reached, since a stranger must not make it end without a policy: three authors take eight
     * questions and one about their existence, the domains of SPF and of eight signatures take eight each.
     */
    static final int DMARC_QUESTIONS_MAX = 100;
    /** Of reverse DNS: the names of the client, and the addresses of some of them. */
    static final int REVERSE_QUESTIONS_MAX = 25;
    /** Percent of the deadline after which SPF, DKIM and ARC count as not passing: the rest is DMARC's alone. */
    static final int EVIDENCE_PERCENT = 75;
    /** Of a sentence in the story; the trace takes 500. */
    static final int SENTENCE_CHARACTERS_MAX = 400;
}
