package sigillo.rules;

/** How much is kept of an account, with the reasons. */
public final class RuleLimits {
    private RuleLimits() {}

    /**
     * One is active; others are included by it, or are kept for the next holidays. RFC 5804 section 1.3 has a reply
     * for it.
     */
    public static final int SCRIPTS_MAX = 20;
    public static final int NAME_CHARACTERS_MAX = 128;
    /**
     * Senders who were answered, messages that were seen: hashes with a day. Strangers fill it; beyond it nobody is
     * answered,
     * and no message counts as seen, until some are old enough to go.
     */
    static final int REMEMBERED_MAX = 2_000;
    /** Of the answer of an owner who is away. In characters. */
    public static final int VACATION_SUBJECT_CHARACTERS_MAX = 500;
    public static final int VACATION_BODY_CHARACTERS_MAX = 32 << 10;
    /** Rows that one commit deletes. */
    static final int PAGE = 500;
}
