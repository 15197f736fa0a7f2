package sigillo.https;

import java.time.Duration;

/** Bounds of what strangers' servers may do to us, with the reasons. */
final class HttpsLimits {
    private HttpsLimits() {}

    /** Of an address that a stranger says: the longest that trackers make are shorter. In characters. */
    static final int ADDRESS_CHARACTERS_MAX = 4_000;
    /** Octets of the status line and all header fields: large sites send some kilobytes. */
    static final int HEAD_MAX = 16 * 1024;
    /** Addresses of a host that are tried. */
    static final int ADDRESSES_MAX = 4;
    static final Duration CONNECT = Duration.ofSeconds(5);
    /** Octets of the line that begins a chunk: a number, and extensions that nobody uses. */
    static final int CHUNK_LINE_MAX = 256;
    /** So many chunks may be as small as they like. */
    static final int CHUNKS_ALWAYS = 10_000;
    /** What more have on the average, since each costs many times an octet. In octets. */
    static final int CHUNK_OCTETS_MIN = 16;
}
