package sigillo.http2;

import java.time.Duration;

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
    /** Streams of a connection at one time: a page asks for a handful, a webmail for some ten. */
    static final int STREAMS_MAX = 16;
    /** Of the connection, and of a stream whose body is being read: RFC 9113 section 6.9.2. In octets. */
    static final int WINDOW_AT_FIRST = 65_535;
    /** Of a stream whose body nobody reads yet: together no more than one connection's. A form is shorter. In octets. */
    static final int STREAM_WINDOW_AT_FIRST = WINDOW_AT_FIRST / STREAMS_MAX;
    /** Frames without effect, in so much time: empty DATA, PING, SETTINGS, PRIORITY, windows that grow by nothing. */
    static final int IDLING_MAX = 1_000;
    static final Duration IDLING_WITHIN = Duration.ofSeconds(10);
    /** A frame of DATA that has fewer and does not end its stream has no effect. In octets. */
    static final int DATA_OF_EFFECT = 64;
    /** What is sent earns a frame that says so for so many octets. */
    static final int OCTETS_OF_WINDOW_UPDATE = 512;
    /** So many streams more may be reset than were answered: CVE-2023-44487. */
    static final int RESETS_MAX = 50;
    /** Of streams that are closed; frames of theirs may be on their way. */
    static final int CLOSED_REMEMBERED = 2 * STREAMS_MAX;
    /** RFC 9113 section 6.5.3: until then a peer keeps to what was before. */
    static final Duration SETTINGS_WITHIN = Duration.ofSeconds(20);
    /** How often it is looked whether the server stops, while something is under way. */
    static final Duration LOOK = Duration.ofSeconds(1);
    static final Duration LASTING_LOOK = Duration.ofMinutes(10);
    /** What a peer takes of a reply in the time of {@link Patience#taken}, or it does not get the rest. In octets. */
    static final int TAKEN_OCTETS_MIN = 1 << 10;
    /** A body that does not say how long it is. In octets. */
    static final int UNSAID_BODY_OCTETS_MAX = 8 << 10;
    /** Requests of who has shown that he has signed in: a browser has so many connections of HTTP/1.1. */
    static final int ANSWERED_AT_ONCE_MAX = 6;
    /** What goes on being sent: events, one for each tab. */
    static final int LASTING_MAX = 8;
    /** Of requests of a stranger that wait for their turn: as much as two of the largest. In octets. */
    static final int HEADS_OF_STRANGER_OCTETS_MAX = 2 * FIELDS_OCTETS_MAX;
    /** How often the octets of a request are here, and what it has beside them. */
    static final int HEAD_TIMES = 3;
    static final int REQUEST_OCTETS = 2 << 10;
    /** A thread and what it sends: as much as a place. In octets. */
    static final int THREAD_OCTETS = 24 << 10;
}
