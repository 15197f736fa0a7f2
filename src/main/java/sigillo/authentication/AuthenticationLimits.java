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
     * questions and one about their existence, the domains of SPF and of eight signatures take eight each; those of the
     * authors once more where their answers were too long to be remembered.
     */
    static final int DMARC_QUESTIONS_MAX = 200;
    /** Of reverse DNS: the names of the client, and the addresses of some of them. */
    static final int REVERSE_QUESTIONS_MAX = 25;
    /** Percent of the deadline after which SPF, DKIM and ARC count as not passing: the rest is DMARC's alone. */
    static final int EVIDENCE_PERCENT = 75;
    /** Answers that one method remembers of one message; longer ones are asked for again. */
    static final int ANSWER_OCTETS_MAX = 16 << 10;

    // ---- all messages that are examined at once: ExaminationRoom ----

    /** Of one, beside its header: four methods with their answers. */
    static final int EXAMINATION_OCTETS = 64 << 10;
    /** An entry of the index by name, and the field that is made for it. */
    static final int FIELD_OCTETS = 256;
    /** More than a message takes whose header is of a size that is seen. */
    static final int ORDINARY_OCTETS_MAX = 256 << 10;
    /** Of those that take more, up to 7 MiB each. */
    static final int LARGE_AT_ONCE_MAX = 1;
    /** Some 110 ordinary ones. */
    static final long EXAMINED_OCTETS_MAX = 8L << 20;

    /** Of a sentence in the story; the trace takes 500. */
    static final int SENTENCE_CHARACTERS_MAX = 400;
}
