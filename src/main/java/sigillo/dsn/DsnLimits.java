package sigillo.dsn;

/** Bounds of notifications, with the reasons. */
public final class DsnLimits {
    private DsnLimits() {}

    /** RFC 3461 section 6.2 lets us return headers only beyond a size: who asks for RET=FULL gets up to this. */
    public static final int FULL_OCTETS_MAX = 10 << 20;
    /** Nobody asked: small messages come back whole, which helps people; large ones would fill their mailbox. */
    public static final int UNASKED_OCTETS_MAX = 64 << 10;
    /**
     * A stranger's reply is quoted up to this. RFC 5321 section 4.5.3.1.5 allows 512 octets a line; some have several.
     */
    public static final int REPLY_CHARACTERS_MAX = 1_000;
    /** RFC 3461 section 5.4: ORCPT up to 500 characters must be taken. */
    public static final int WORD_CHARACTERS_MAX = 800;
    /** Recipients that the part for people names one by one; the part for programs has all. */
    public static final int PEOPLE_MAX = 50;
    /** RFC 5322 section 2.1.1 recommends at most 78 characters a line. */
    static final int LINE_CHARACTERS = 76;
}
