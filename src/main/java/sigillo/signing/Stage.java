package sigillo.signing;

/** What keys are for at the moment. Its order is in what is kept: never to be changed. */
public enum Stage {
    /** To be published: used once DNS shows it. */
    PREPARED,
    /** In use. */
    SIGNING,
    /** Followed by others; kept published for what it signed, until that is nowhere on its way. */
    LEAVING,
    /** May be removed from DNS. There is no private key any more. */
    REMOVABLE
}
