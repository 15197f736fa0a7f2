package sigillo.moving;

/** What a source may take of us, with the reasons. What it may say at once: {@link sigillo.imap.FrameLimits#SERVER}. */
final class MovingLimits {
    private MovingLimits() {}

    /** Of one source; an account may have as many mailboxes. */
    static final int FOLDERS_MAX = 20_000;
    /** Challenges of one sign-in: LOGIN has two, a refused token one. */
    static final int CHALLENGES_MAX = 5;
    /** Messages asked for in one command: what is asked for again when a connection breaks. */
    static final int FETCH_MESSAGES = 50;
    /** Commands on their way, so that the source reads while we write. */
    static final int FETCHES_AT_ONCE = 4;
    /** Breaks in a row after which a run ends; it is continued by the next. */
    static final int BREAKS_MAX = 5;
    /** UIDs of one folder: what is held of them is eight octets each. RFC 9051 allows more than any server can list. */
    static final int MESSAGES_OF_FOLDER_MAX = 3_000_000;
    /** Messages after which what was taken is remembered. */
    static final int REMEMBERED_TOGETHER = 100;
    /** Rows of {@link Progress} in memory: 256 messages each, some kilobytes. */
    static final int PAGES_HELD = 8;
}
