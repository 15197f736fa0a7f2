package sigillo.account;

import java.time.Duration;

/** What an account may hold, with the reasons. */
public final class AccountLimits {
    private AccountLimits() {}

    /** A client that makes mailboxes in a loop must end somewhere; the largest real accounts have some thousands. */
    public static final int MAILBOXES_MAX = 20_000;
    /** Characters of one mailbox name: file-system habits of other servers end at 255. */
    public static final int MAILBOX_NAME_CHARACTERS_MAX = 200;
    public static final int MAILBOX_DEPTH_MAX = 50;
    /** Subscriptions of mailboxes that are gone: each LIST of subscriptions reads them. Beyond, one goes with its mailbox. */
    public static final int GONE_SUBSCRIPTIONS_MAX = 1_000;
    /** Of the path of such a mailbox: it is held whole, and all above it. A longer one goes with its mailbox. */
    public static final int GONE_SUBSCRIPTION_CHARACTERS_MAX = 500;
    /** Keywords of one Email; Thunderbird's tags and a spam filter's marks are about ten. */
    public static final int KEYWORDS_OF_EMAIL_MAX = 128;
    /** Distinct keywords of an account: they are listed in FLAGS at every SELECT. */
    public static final int KEYWORDS_OF_ACCOUNT_MAX = 1_000;
    /** Entries that one commit changes: keeps a batch near a megabyte. A larger STORE or MOVE is several commits. */
    public static final int ENTRIES_OF_COMMIT_MAX = 5_000;
    /** Octets of one commit's rows that grow with messages. A work writes 8 MiB at most, some hundred octets a message beside these. */
    public static final long ROWS_OF_COMMIT_MAX = 4L << 20;
    /** Memberships of one Email: a bound on what a change of its keywords writes. Gmail's users have tens of labels. */
    public static final int MEMBERSHIPS_OF_EMAIL_MAX = 256;
    /** The least that is kept of the change log: a program that was away for less needs no new synchronisation. */
    public static final int LOG_REVISIONS_KEPT = 10_000;
    public static final Duration LOG_AGE_KEPT = Duration.ofDays(30);
    /** The most that is kept, however young: some ten megabytes. */
    public static final int LOG_REVISIONS_MAX = 250_000;
    /** Entries in an answer about changes. A larger one costs more than reading the mailbox anew. */
    public static final int CHANGES_MAX = 20_000;
    /** Items of the log that are read for an answer, those of other mailboxes too: about a tenth of a second. */
    public static final int CHANGES_READ_MAX = 250_000;
    /** A queue that was stopped tries again within days; each attempt keeps the key for as long again. */
    public static final Duration DELIVERY_KEY_KEPT = Duration.ofDays(8);
    /** When an attempt finds a key older than this it is renewed. */
    public static final Duration DELIVERY_KEY_RENEWED = Duration.ofDays(1);
    /** No deposit takes as long; a blob that is older and that no Email names is nobody's. */
    public static final Duration ORPHAN_AGE_MIN = Duration.ofHours(24);
    /** RFC 9051 section 2.3.1.1: UIDNEXT must be a UID itself, so the last one is never given out. */
    public static final long UID_LAST = UidSet.UID_MAX - 1;
}
