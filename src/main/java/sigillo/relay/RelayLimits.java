package sigillo.relay;

import java.time.Duration;

/** Bounds of a client's conversation that are not time ({@link Patience}), with the reasons. */
final class RelayLimits {
    private RelayLimits() {}

    /** RFC 5321 section 5.1: at least two addresses are tried; more than these in one attempt only takes time. */
    static final int TARGETS_MAX = 8;
    /** Addresses of one host and family: no host takes all the tries, and none fails for a family that we lack. */
    static final int ADDRESSES_OF_A_FAMILY_MAX = 2;
    /** Mail exchangers whose addresses are asked for. */
    static final int EXCHANGERS_MAX = 10;
    /**
     * For all that DNS is asked about the hosts of a domain: a zone may have many, and a slow server for each. Whose TLSA
     * records were not had by then is not called in this attempt. The domain's policy has a time of its own.
     */
    static final Duration LOOK_UP = Duration.ofMinutes(1);
    /** RFC 5321 section 4.5.3.1.8: every server takes 100; one that says another limit is believed (RFC 9422). */
    static final int RECIPIENTS_OF_TRANSACTION = 100;
    /** Connections that wait, in all: about 60 KiB each with TLS. */
    static final int IDLE_MAX = 20;
    /** Messages over one connection: large receivers close after 100 or so. */
    static final int MESSAGES_OF_CONNECTION = 80;
    /** So often a message is interrupted to hear whether it was refused already. In octets. */
    static final int HEAR_EVERY = 256 * 1024;
    /** How long that takes when nothing is heard. */
    static final Duration HEAR = Duration.ofMillis(1);
    /** Who did not fit in a transaction was not refused, and need not wait for the schedule. */
    static final Duration TOO_MANY_RETRY = Duration.ofMinutes(1);
}
