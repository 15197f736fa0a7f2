package sigillo.account;

/** What an account may hold, with the reasons. */
public final class AccountLimits {
    private AccountLimits() {}

    /** A client that makes mailboxes in a loop must end somewhere; the largest real accounts have some thousands. */
    public static final int MAILBOXES_MAX = 20_000;
    /** Characters of one mailbox name: file-system habits of other servers end at 255. */
    public static final int MAILBOX_NAME_CHARACTERS_MAX = 200;
    public static final int MAILBOX_DEPTH_MAX = 50;
    /** Keywords of one Email; Thunderbird's tags and a spam filter's marks are about ten. */
    public static final int KEYWORDS_OF_EMAIL_MAX = 128;
    /** Distinct keywords of an account: they are listed in FLAGS at every SELECT. */
    public static final int KEYWORDS_OF_ACCOUNT_MAX = 1_000;
    /** Entries that one commit changes: keeps a batch near a megabyte. A larger STORE or MOVE is several commits. */
    public static final int ENTRIES_OF_COMMIT_MAX = 5_000;
}
