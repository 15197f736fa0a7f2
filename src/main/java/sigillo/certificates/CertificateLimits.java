package sigillo.certificates;

import java.time.Duration;

/** What an authority may make us do, and what we do to it. */
final class CertificateLimits {
    private CertificateLimits() {}

    /** Of one certificate: as many as Let's Encrypt takes. */
    static final int NAMES_MAX = 100;
    /** Of one answer of an authority. A chain of ten is 20 KiB. */
    static final int ANSWER_OCTETS_MAX = 1 << 20;
    /** Requests of one order: a hundred names, proven in three ways, each looked at some times. */
    static final int REQUESTS_MAX = 5_000;
    /** Each round drops a name or a way to prove one; whoever needs more has more than one trouble. */
    static final int ROUNDS_MAX = 6;
    /** For one name to be looked at by the authority. */
    static final Duration PROOF_MAX = Duration.ofMinutes(3);
    /** For the certificate to be made. */
    static final Duration ISSUE_MAX = Duration.ofMinutes(5);
    static final Duration POLL_MIN = Duration.ofMillis(500);
    /** A whole order; then it is given up, and continued later. */
    static final Duration ORDER_MAX = Duration.ofMinutes(20);
    /** Authorities keep orders for a week; what is older is not looked for. */
    static final Duration ORDER_KEPT = Duration.ofDays(1);

    /** After a failure, doubled with each, with some chance added: two tries in the first hour, each by several proofs (Let's Encrypt takes five). */
    static final Duration RETRY_FIRST = Duration.ofMinutes(20);
    static final Duration RETRY_MAX = Duration.ofHours(12);
    /** Orders that somebody asks for in {@link #ASKED_WITHIN}: with two of our own those are the five that Let's Encrypt lets fail in an hour. */
    static final int ASKED_MAX = 3;
    static final Duration ASKED_WITHIN = Duration.ofHours(1);
    /** When an authority says that there was too much, and not how long to wait. */
    static final Duration RATE_LIMITED = Duration.ofHours(1);
    /** No longer is an authority believed that says when to come again. */
    static final Duration WAIT_MAX = Duration.ofDays(7);
    /** Certificates in {@link #ISSUED_WITHIN}, whoever wants them: Let's Encrypt gives five of the same names in a week. */
    static final int ISSUED_MAX = 5;
    static final Duration ISSUED_WITHIN = Duration.ofDays(7);

    /** How often an authority is asked when to renew. RFC 9773: less than a minute is a minute, more than a day is a day. */
    static final Duration ADVICE_MIN = Duration.ofMinutes(1);
    static final Duration ADVICE_MAX = Duration.ofDays(1);
    static final Duration ADVICE_DEFAULT = Duration.ofHours(6);

    /** A key of which DNS has shown the record for so long is used: twice the longest usual TTL. RFC 7671 section 8.1. */
    static final Duration KEY_SHOWN = Duration.ofDays(2);

    static final Duration SERVED_EVERY = Duration.ofDays(1);
    /** While one of them shows another. */
    static final Duration SERVED_AGAIN = Duration.ofMinutes(10);
    /** After a start. */
    static final Duration SERVED_FIRST = Duration.ofMinutes(1);
    static final Duration TLSA_EVERY = Duration.ofHours(1);
    static final Duration HANDSHAKE_MAX = Duration.ofSeconds(20);
    /** What is shown to an authority is forgotten then. */
    static final Duration PROOF_KEPT = Duration.ofDays(1);
    /** Strangers may ask for proofs that are none; so many at one time look into the store. */
    static final int PROOF_LOOKS = 4;
    static final int REASON_CHARACTERS = 300;
}
