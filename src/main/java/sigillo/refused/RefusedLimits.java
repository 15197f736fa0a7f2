package sigillo.refused;

import java.time.Duration;

/** How much is kept, with the reasons: strangers fill it. */
final class RefusedLimits {
    private RefusedLimits() {}

    static final int DAYS = 30;
    /** Of one account and day, each of another kind: more nobody reads; those beyond are counted. */
    static final int KINDS_OF_DAY_MAX = 40;
    /** Characters: of an address or a host, and of our reply. With them a day is 30 KiB at most. */
    static final int NAME_MAX = 320;
    static final int REPLY_MAX = 300;
    /** Of one account in a second: so many senders are looked up whether she has written to them. */
    static final int ASKED_ABOUT_MAX = 120;
    /** What waits to be written down, two kilobytes each at most; a flood fills it, and those beyond are not shown. */
    static final int WAITING_MAX = 1_000;
    /** Of one message, in one piece: each is looked up on its own. */
    static final int RECIPIENTS_OF_PIECE = 10;
    /** So long is gathered before it is written: a flood is then one row and not a thousand. */
    static final Duration EVERY = Duration.ofSeconds(1);
    /** Rows that one commit deletes. */
    static final int PAGE = 500;
}
