package sigillo.net;

import java.time.Duration;

/** Bounds of the transport, with the reasons. What an operator may wish otherwise is in {@link ListenerSettings}. */
final class NetLimits {
    private NetLimits() {}

    /** What an idle connection keeps for reading: most commands are shorter. In octets. */
    static final int IDLE_INPUT_OCTETS = 512;
    /**
     * A transfer reads through so much, as large as a TLS record and what protects it; given back when the connection
     * idles. In octets.
     */
    static final int BULK_INPUT_OCTETS = 16 * 1024 + 64;
    /** Replies are collected up to this before they are written without being asked to. In octets. */
    static final int OUTPUT_OCTETS_MAX = 8 * 1024;
    /** The same for who reads in bulk, as long as there is room: what a TLS record holds at most. */
    static final int BULK_OUTPUT_OCTETS = 16 * 1024;
    /** What that takes beyond the other, here and in a record while the peer does not read. In octets. */
    static final int BULK_OUTPUT_HELD = 16 * 1024;
    /** One write to the socket, so that its deadline speaks of progress and not of the size of a message. In octets. */
    static final int WRITE_OCTETS_MAX = 64 * 1024;
    /** A peer that takes nothing for so long is gone; a phone between two cells comes back sooner. */
    static final Duration WRITE_STALL_MAX = Duration.ofMinutes(2);
    /** How often stalled writes are looked for. */
    static final Duration WRITE_WATCH = Duration.ofSeconds(1);
    /** For the farewell of TLS, which the peer may never answer. */
    static final Duration CLOSE_MAX = Duration.ofSeconds(2);
    /** What a peer may still send while we close, until it sees that we have; more than its window. In octets. */
    static final int LINGER_OCTETS_MAX = 4 << 20;
    /**
     * Who are told at one time, inside TLS, that they are too many, where nothing else says how many: a handshake each.
     */
    static final int REFUSALS_MAX = 8;
    static final Duration REFUSAL_MAX = Duration.ofSeconds(5);
    /** A proxy says at once who it comes for. */
    static final Duration PROXY_HEADER_MAX = Duration.ofSeconds(5);
    /** Connections of proxies that have not said yet who they are of, of one listener: strangers at a proxy can make many. */
    static final int PROXY_HEADERS_MAX = 256;
    /** Connections the kernel keeps for us while we are busy. */
    static final int BACKLOG = 1024;
    /** Files are looked at no more often than this when handshakes come. */
    static final Duration RELOAD_CHECK = Duration.ofSeconds(2);
    /** Sessions that TLS may resume; each costs a few KiB of heap. */
    static final int TLS_SESSIONS_MAX = 1_000;
    /** A certificate chain or key file: more is not one. In octets. */
    static final int PEM_OCTETS_MAX = 1024 * 1024;
    /** That connections are refused since there are too many is told this often. */
    static final Duration REFUSAL_TOLD_EVERY = Duration.ofSeconds(1);
    /** After a failed accept (no file descriptors left): others must close something first. */
    static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);
    /** Until the thread that accepts has seen that its listener is closed: it waits for a core, no longer for anybody. */
    static final Duration PORT_BACK_MAX = Duration.ofSeconds(10);
}
