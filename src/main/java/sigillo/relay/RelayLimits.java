package sigillo.relay;

import java.time.Duration;

/** Bounds of a client's conversation, with the reasons. */
final class RelayLimits {
    private RelayLimits() {}

    /** RFC 5321 section 4.5.3.2 gives no time for the connection itself; a host that is there answers in seconds. */
    static final Duration CONNECT = Duration.ofSeconds(30);
    /** RFC 5321 section 4.5.3.2.1. */
    static final Duration GREETING = Duration.ofMinutes(5);
    /** RFC 5321 section 4.5.3.2.2, and section 4.5.3.2.3 for RCPT. */
    static final Duration COMMAND = Duration.ofMinutes(5);
    /** RFC 5321 section 4.5.3.2.4. */
    static final Duration DATA_GO = Duration.ofMinutes(2);
    /** RFC 5321 section 4.5.3.2.6: the other side may be scanning. */
    static final Duration DATA_END = Duration.ofMinutes(10);
    static final Duration HANDSHAKE = Duration.ofSeconds(30);
    /** RFC 5321 section 5.1: at least two addresses are tried; more than these in one attempt only takes time. */
    static final int TARGETS_MAX = 8;
    /** RFC 5321 section 4.5.3.1.8: every server takes 100; one that says another limit is believed (RFC 9422). */
    static final int RECIPIENTS_OF_TRANSACTION = 100;
    /** How long a connection waits for the next message to the same host. Servers count idle time against a client. */
    static final Duration IDLE = Duration.ofSeconds(5);
    /** Connections that wait, in all: about 60 KiB each with TLS. */
    static final int IDLE_MAX = 20;
    /** Messages over one connection: large receivers close after 100 or so. */
    static final int MESSAGES_OF_CONNECTION = 80;
}
