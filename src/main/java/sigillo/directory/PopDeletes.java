package sigillo.directory;

/**
 * What becomes of a message that a POP client deletes. The first is what an account has of which nothing was said; rows
 * keep the place of each, so none moves.
 */
public enum PopDeletes {
    /** It is expunged, as RFC 1939 section 6 has it; the operator can bring it back for a while. */
    EXPUNGE,
    /** It goes to the Trash. */
    TRASH,
    /** It stays where it is for all others, and POP shows it no more. */
    NOTHING
}
