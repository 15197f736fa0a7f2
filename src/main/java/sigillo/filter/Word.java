package sigillo.filter;

/** What is said of a sender. */
public enum Word {
    /** His mail goes to the inbox, where it is shown that it is his. */
    ALLOW,
    /** His mail goes to Junk. */
    BLOCK,
    /** His mail is refused; what cannot be refused any more goes to Junk. */
    REFUSE
}
