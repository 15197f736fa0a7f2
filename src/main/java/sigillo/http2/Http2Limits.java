package sigillo.http2;

/** Bounds of HTTP/2, with the reasons: decision 0037. */
final class Http2Limits {
    private Http2Limits() {}

    /** RFC 9113 section 4.1. In octets. */
    static final int HEAD_OCTETS = 9;
    /** The least that may be said: RFC 9113 section 4.2. In octets. */
    static final int FRAME_OCTETS_MAX = 16 << 10;
    /** There are ten; who invents others for himself has room. */
    static final int SETTINGS_MAX = 100;
    /** Frames that continue a header block: one is usual where there is any. */
    static final int CONTINUATIONS_MAX = 8;
    /** Of a header block as it comes: what HTTP/1.1 takes of a line and its fields. In octets. */
    static final int BLOCK_OCTETS_MAX = 8 << 10;
    /** Of all names and values of a block, as they come out. In octets. */
    static final int FIELDS_OCTETS_MAX = 8 << 10;
    static final int FIELDS_MAX = 100;
    /** RFC 7541 section 4.1: what an entry of a table is reckoned with, beside its octets. */
    static final int TABLE_ENTRY_OCTETS = 32;
    /** RFC 9113 section 6.5.2: what a peer may use before it has heard of us. In octets. */
    static final int TABLE_OCTETS_AT_FIRST = 4_096;
    /** What it may use then: a table would keep cookies. In octets. */
    static final int TABLE_OCTETS = 0;
}
