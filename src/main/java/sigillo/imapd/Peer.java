package sigillo.imapd;

/** The other end of a conversation, as far as a session must know it. */
interface Peer {
    /** Closes at once. From any thread. */
    void cut();

    /** Whether it has closed its side, or is gone; by the thread of the conversation. */
    boolean hasEnded();
}
