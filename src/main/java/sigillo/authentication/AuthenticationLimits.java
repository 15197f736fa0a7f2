package sigillo.authentication;

import java.time.Duration;

/** Bounds of what messages may ask and hold, with the reasons. */
final class AuthenticationLimits {
    private AuthenticationLimits() {}

    // ---- DNS questions of one message: all together 482, and about ten in real mail ----

    /**
     * Of SPF for MAIL FROM, and for HELO where there is no sender: its own limits allow a record, ten terms that are MX
     * records of ten hosts each, and an explanation (RFC 7208 section 4.6.4). The names of the client are not among them.
     */
    static final int SPF_QUESTIONS_MAX = 112;
    /** Of SPF for HELO beside a sender: one host's record takes two. What it uses up is not missing to MAIL FROM. */
    static final int HELO_QUESTIONS_MAX = 30;
    /** Of the keys of eight signatures. */
    static final int KEY_QUESTIONS_MAX = 8;
    /** Of the keys of a chain of 50 hops with its newest message signature, which take nothing from the others. */
    static final int SEAL_QUESTIONS_MAX = 51;
    /** A chain has three hops or four. */
    static final int SEAL_QUESTIONS_AT_ONCE = 4;
    /**
     * Of DMARC for one author of three, and never reached, since a stranger must not make it end without a policy: eight
     * for his policy and one for whether he exists, and that again where the answers were too long to be remembered; the
     * domains of SPF and of eight signatures take eight each.
     */
    static final int AUTHOR_QUESTIONS_MAX = 90;
    /** Of reverse DNS, for SPF too: the names of the client, and the addresses of ten of them. */
    static final int CLIENT_QUESTIONS_MAX = 11;

    // ---- time, in percent of the deadline ----

    /** The names of a client are of whoever sends: he must not use up the time of those whom he names. */
    static final int CLIENT_PERCENT = 50;
    /** What SPF, DKIM and ARC ask. */
    static final int QUESTIONS_PERCENT = 70;
    /** After this SPF, DKIM and ARC count as not passing: the rest is DMARC's alone. */
    static final int EVIDENCE_PERCENT = 75;

    /** Answers that one look-up of eight remembers of one message; longer ones are asked for again. */
    static final int ANSWER_OCTETS_MAX = 8 << 10;

    // ---- all messages that are examined at once: ExaminationRoom ----

    /** Of one, beside its header: eight look-ups with their answers. */
    static final int EXAMINATION_OCTETS = 64 << 10;
    /** An entry of the index by name, and the field that is made for it. */
    static final int FIELD_OCTETS = 256;
    /** More than a message takes whose header is of a size that is seen. */
    static final int ORDINARY_OCTETS_MAX = 256 << 10;
    /** Of those that take more, up to 7 MiB each. */
    static final int LARGE_AT_ONCE_MAX = 1;
    /** Of those about which nothing is asked, since their senders have signed in or are of a network that is trusted. */
    static final int LARGE_UNASKED_AT_ONCE = 1;
    /** A network that had such a one comes again after this, so that others have their turn. */
    static final Duration LARGE_OF_ONE_NETWORK_EVERY = Duration.ofMinutes(1);
    /** Some 110 ordinary ones. */
    static final long EXAMINED_OCTETS_MAX = 8L << 20;
    /** Of those that wait for other programs, with {@link #FINDINGS_OCTETS} each: some 200. What does not fit keeps its place. */
    static final long WAITING_OCTETS_MAX = 4L << 20;
    static final int FINDINGS_OCTETS = 8 << 10;
    /** Of one address a quarter: some 27 are examined. Who sends more at once comes again with the rest. */
    static final int CLIENT_SHARE = 4;
    /** Of all addresses of a network half: /24, or /48 of IPv6. Large senders have several. */
    static final int NETWORK_SHARE = 2;

    // ---- mail that is to come again: Patience ----

    /** Domains that are remembered, some 200 octets each. */
    static final int PATIENCE_DOMAINS_MAX = 2_000;
    /** Mail of a domain whose DNS is broken for good is delayed once in this time. */
    static final Duration PATIENCE_EVERY = Duration.ofDays(1);

    /** Of a sentence in the story; the trace takes 500. */
    static final int SENTENCE_CHARACTERS_MAX = 400;
}
