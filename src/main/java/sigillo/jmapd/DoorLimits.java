package sigillo.jmapd;

import java.time.Duration;
import sigillo.jmap.JmapLimits;

/** Bounds of the door, with the reasons; those of the language are {@link sigillo.jmap.JmapLimits}. */
final class DoorLimits {
    private DoorLimits() {}

    /**
     * Requests that are carried out at the same time, of all accounts: more than cores, so that a short one goes
     * between.
     */
    static final int REQUESTS_MAX = 8;
    /** Of these, of an account: as many as the session says. Half are left to others, however slow they are. */
    static final int REQUESTS_OF_ACCOUNT_MAX = JmapLimits.CONCURRENT_REQUESTS_MAX;
    /** So long a request is carried out; what it had not come to is told as such. */
    static final Duration REQUEST_MAX = Duration.ofMinutes(1);
    /**
     * Requests up to this are read as they come; of longer ones so many octets are carried out together: as values they
     * take some ten times as much. In octets.
     */
    static final int SMALL_REQUEST_OCTETS = 16 << 10;
    static final int LARGE_REQUESTS_OCTETS_MAX = 1_200_000;
    /** So long a request waits for one of these, and for room where it reads. */
    static final Duration REQUEST_WAIT_MAX = Duration.ofSeconds(10);
    static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    /** What the answers of one request weigh: text, and so much for each value beside it. In octets of the heap. */
    static final long ANSWERS_OCTETS_MAX = 6L << 20;
    static final int VALUE_OCTETS = 64;
    /** An object has a table of its own. In octets of the heap. */
    static final int OBJECT_OCTETS = 160;
    /** Of a header field, beyond which it is weighed before it is read: addresses weigh many times their octets. */
    static final int FIELD_OCTETS_LARGE = 32 << 10;
    static final int WEIGHT_OF_FIELD_OCTET = 16;
    /** What all answers that are being made weigh: the heap has 56 MiB. In octets. */
    static final long ALL_ANSWERS_OCTETS_MAX = 12L << 20;
    /** Of one body value, whatever the client asks for; the whole of it can be downloaded. In octets. */
    static final int BODY_VALUE_OCTETS_MAX = 256 << 10;
    /** Of all body values of one Email: a stranger may send hundreds of texts in one mail. In characters. */
    static final long BODY_VALUES_OCTETS_MAX = 2L << 20;
    /** Of a blob, in an answer: RFC 9404. More is downloaded, or asked for piece by piece. In octets. */
    static final int BLOB_DATA_OCTETS_MAX = 1 << 20;
    /** What an octet of such data weighs: itself, what it is decoded into, and as text. */
    static final int BLOB_DATA_WEIGHT = 4;
    /** maxDataSources of RFC 9404 section 3. */
    static final int DATA_SOURCES_MAX = 64;
    /** What the blob methods of a request read of blobs: two of the largest, and some. In octets. */
    static final long READ_OCTETS_MAX = 128L << 20;
    /**
     * Messages that are read to be shown, of all accounts: HTML as a tree takes 30 times its length, a structure some
     * megabytes.
     */
    static final int PARSED_AT_ONCE = 2;
    /** maxSizeUpload, and of a message that is composed. In octets. */
    static final long UPLOAD_OCTETS_MAX = 50L << 20;
    /** maxConcurrentUpload. */
    static final int CONCURRENT_UPLOADS_MAX = 4;
    /** So long an upload may take, once it is known who sends it. */
    static final Duration UPLOAD_MAX = Duration.ofMinutes(10);
    /** Of an account at the same time: each keeps a connection, and some KiB of what is read for it. */
    static final int DOWNLOADS_OF_ACCOUNT_MAX = 12;
    /** RFC 8620 section 6: at least an hour. */
    static final Duration UPLOAD_KEPT = Duration.ofHours(1);
    /** Of an account at a time; beyond, the oldest goes. They lie in files, however short they are. */
    static final int UPLOADS_OF_ACCOUNT_MAX = 500;
    static final long UPLOADED_OCTETS_MAX = 250L << 20;
    /** Of all accounts at a time: each has a file open, and half a KiB of the heap. Beyond, the oldest of who has most goes. */
    static final int UPLOADS_MAX = 2_000;
    static final long ALL_UPLOADED_OCTETS_MAX = 2L << 30;
    /** Of an account at the same time: each keeps a connection. */
    static final int EVENT_STREAMS_MAX = 10;
    /** So long; then the client comes again, and is known again. */
    static final Duration EVENTS_MAX = Duration.ofHours(1);
    /** How often it is looked whether the peer has gone, or the server stops, while nothing happens. */
    static final Duration EVENTS_LOOK = Duration.ofSeconds(2);
    /** A WebSocket on which nothing comes, not even an answer to our pings, for so long is given up. */
    static final Duration SOCKET_IDLE_MAX = Duration.ofMinutes(10);
    /** So often a silent one is pinged: more often than networks forget it, mostly. */
    static final Duration SOCKET_PING = Duration.ofMinutes(4);
    /** A message that has begun must be here whole in this time. */
    static final Duration SOCKET_MESSAGE_MAX = Duration.ofSeconds(20);
    /** Messages up to here are always taken; most are. In octets. */
    static final int SOCKET_SMALL_OCTETS = 8 << 10;
    /** What larger ones take together until they are answered: the heap has 56 MiB. In octets. */
    static final int SOCKET_MESSAGES_OCTETS_MAX = 2 << 20;
    /** Of these, of an account, however many WebSockets it has: one message of the longest. */
    static final int SOCKET_OF_ACCOUNT_OCTETS_MAX = 1 << 20;
    /** How often it is looked whether something has changed of which no commit to the account tells: scripts, identities. */
    static final Duration OTHERS_LOOK = Duration.ofSeconds(30);
    static final Duration PING_MIN = Duration.ofSeconds(5);
    static final Duration PING_MAX = Duration.ofMinutes(5);
    static final int EVENT_TYPES_MAX = 100;
    /** Changes that are looked through for the last Email that came; of more it is said that one came. */
    static final int DELIVERY_CHANGES_MAX = 10_000;
    /** Emails that queries hold at the same time, of all accounts: each takes some hundred octets meanwhile. */
    static final int QUERIED_EMAILS_MAX = 150_000;
    /** Emails whose sort keys are read from their messages. */
    static final int SORTED_BY_MESSAGE_MAX = 20_000;
}
