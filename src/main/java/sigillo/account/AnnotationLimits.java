package sigillo.account;

/** What clients may note of mailboxes and of the account, with the reasons. RFC 5464 section 4.1 asks for 10 entries of 1,024 octets. */
public final class AnnotationLimits {
    private AnnotationLimits() {}

    /** Of a value: colours, sort orders, a comment. It comes in a literal, which is kept in memory. */
    public static final int VALUE_OCTETS_MAX = 8 << 10;
    /** Of a name. Those of vendors have about fifty. */
    public static final int NAME_OCTETS_MAX = 200;
    /** Of a mailbox, and of the account itself: all of them are read when one asks for what is below a name. */
    public static final int ENTRIES_OF_HOLDER_MAX = 50;
    /** Of all together, as they are kept: apart from what messages take, so that a few settings fit beside full mailboxes. */
    public static final long OCTETS_OF_ACCOUNT_MAX = 4 << 20;
}
