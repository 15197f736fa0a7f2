package sigillo.lists;



/** Who may write to a list; rows keep the place of each. Others are refused in the conversation. */
public enum Posts {
    MEMBERS,
    /** For news: its owner alone. */
    OWNER,
    /** Of whom it is shown that they write. */
    ANYONE,
    /** The same, and what is not of a member waits for the owner. */
    HELD
}
