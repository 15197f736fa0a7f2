package sigillo.pictures;

import java.time.Duration;

/** Bounds of what mail may have this server fetch, with the reasons. */
final class PictureLimits {
    private PictureLimits() {}

    /** Large photographs have some megabytes. In octets. */
    static final int OCTETS_MAX = 10_000_000;
    /** Trackers send on two or three times. */
    static final int REDIRECTS_MAX = 4;
    /** For all of it, redirects too: who reads has gone on by then. */
    static final Duration WITHIN = Duration.ofSeconds(20);
    /** Of an account at the same time: each takes a connection, and room on the disk. */
    static final int AT_ONCE_OF_ACCOUNT = 4;
    /** Of an account, fetched and not read yet, with those that are being fetched: who reads slowly holds so much of the spool, and no fetches of others. */
    static final int HELD_OF_ACCOUNT = 12;
    /** Of all accounts. */
    static final int AT_ONCE = 16;
    /** What an account may have fetched in {@link #WINDOW}: some dozens of newsletters with all their pictures. */
    static final int IN_WINDOW_MAX = 1_000;
    static final long OCTETS_IN_WINDOW_MAX = 300_000_000;
    static final Duration WINDOW = Duration.ofMinutes(30);
}
