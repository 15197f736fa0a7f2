package sigillo.popd;

/** The other end of a conversation, as far as a session must know it. */
interface Peer {
    /** Closes at once. From any thread. */
    void cut();
}
