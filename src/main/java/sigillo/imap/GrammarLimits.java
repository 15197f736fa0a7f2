package sigillo.imap;

/** What one command may ask for, with the reasons. What else there is of it is bounded by its frame. */
public final class GrammarLimits {
    private GrammarLimits() {}

    /** Clients ask for about ten; each makes the answer for every message longer. */
    public static final int FETCH_ITEMS_MAX = 200;
    /** Names in HEADER.FIELDS. */
    public static final int HEADER_FIELDS_MAX = 200;
    /** Of all items of one command: they are kept as long as it is answered, some 60 octets each. Clients name thirty. */
    public static final int HEADER_FIELDS_TOGETHER_MAX = 500;
    /** Numbers in a part's number: what we index of a message is no deeper. */
    public static final int PART_DEPTH_MAX = 100;
    /** Brackets and NOTs; what people and programs write has fewer than ten. */
    public static final int SEARCH_DEPTH_MAX = 50;
    /** Each is tried on each message. */
    public static final int SEARCH_KEYS_MAX = 1_000;
    /** Of one SORT: each reads the messages once more that are the same by those before. There are ten. */
    public static final int SORT_KEYS_MAX = 20;
    /** Flags of one STORE or APPEND. */
    public static final int FLAGS_MAX = 200;
    /** Flags, or labels, of a message as another server tells them. */
    static final int TOLD_FLAGS_MAX = 1_000;
    public static final int LIST_PATTERNS_MAX = 50;
    /** Of all patterns of one LIST together: matching costs pattern times name. */
    public static final int LIST_PATTERN_CHARACTERS_MAX = 2_000;
    /** Capabilities of one ENABLE, options of one LIST, items of one STATUS. */
    public static final int WORDS_MAX = 50;
    /** Of one NOTIFY: each is asked for each mailbox that changes. */
    public static final int NOTIFY_GROUPS_MAX = 50;
    /** Of one group of a NOTIFY. */
    public static final int NOTIFY_MAILBOXES_MAX = 1_000;
    /** Of one message of a CATENATE: each is looked for when it is read. */
    public static final int PIECES_MAX = 100;
    /** Of one GETMETADATA or SETMETADATA. */
    public static final int ENTRIES_MAX = 50;
    /** Of one APPEND: they are kept in one commit as far as there is room for them. */
    public static final int MESSAGES_MAX = 200;
    /** RFC 2971 section 3.3 allows thirty pairs. */
    public static final int ID_VALUES_MAX = 60;
}
