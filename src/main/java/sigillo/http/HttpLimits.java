package sigillo.http;

import java.time.Duration;

/** Bounds of requests and replies, with the reasons. */
public final class HttpLimits {
    private HttpLimits() {}

    /** The largest form has three passwords of 1,024 octets; escaped they are three times as long. In octets. */
    static final int BODY_OCTETS_MAX = 64 << 10;
    /** What is received piece by piece, an upload; who receives it may want less. In octets. */
    static final long RECEIVED_OCTETS_MAX = 1L << 30;
    /** Forms and calls are shorter: what is longer must say how long it is, and find room. In octets. */
    public static final int SMALL_BODY_OCTETS = 8 << 10;
    /** Lines of sizes, extensions and trailers of a body in chunks: each octet of a small one may be one. In octets. */
    static final int CHUNK_LINES_OCTETS_MAX = 64 << 10;
    /** A request comes in some twenty; each piece costs many times an octet. */
    static final int PIECES_OF_REQUEST_MAX = 1_000;
    /** Of all larger bodies of owners that are being read: the heap has 56 MiB, each is there some three times. In octets. */
    static final long LARGE_BODIES_OCTETS_MAX = 2 << 20;
    /** The same of those who have not signed in. In octets. */
    static final long LARGE_BODIES_OF_STRANGERS_OCTETS_MAX = 512 << 10;
    /** Above this a reply is sent piece by piece. In octets. */
    static final int REPLY_AT_ONCE_OCTETS_MAX = 64 << 10;
    /** The first line: our longest address has some 60 signs. In octets. */
    static final int REQUEST_LINE_OCTETS_MAX = 4 << 10;
    /** All header fields together: browsers send 1 to 2 KiB. In octets. */
    static final int HEADER_OCTETS_MAX = 8 << 10;
    /** Helidon, which counts to the one before, counts blanks and ends of lines differently. In octets. */
    static final int HEADER_OCTETS_ENOUGH = HEADER_OCTETS_MAX * 7 / 8;
    /** Fields of a form or of a query. */
    static final int FIELDS_MAX = 32;
    /** A whole request must be here in this time, however slowly it comes. */
    static final Duration REQUEST_MAX = Duration.ofSeconds(20);
    /** So long, and so much, of what was refused is read over, so that its sender hears why. */
    static final Duration READ_OVER_MAX = Duration.ofMillis(500);
    static final int READ_OVER_OCTETS_MAX = 256 << 10;
    /** Between two requests of a browser that loads a page and its style; longer would keep what it last said. */
    static final Duration BETWEEN_REQUESTS_MAX = Duration.ofSeconds(15);
}
