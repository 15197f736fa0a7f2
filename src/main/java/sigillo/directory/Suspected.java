package sigillo.directory;

/**
 * Where mail goes of which nobody can show that it is of its author, who wants it looked at. The first is what an account
 * has of which nothing was said; rows keep the place of each, so none moves.
 */
public enum Suspected {
    /** To the mailbox with this role. */
    JUNK,
    /** To the inbox, with the keyword {@code $Junk}: for who sees no other mailbox, as with POP. */
    INBOX
}
