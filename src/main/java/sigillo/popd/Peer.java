package sigillo.popd;

import java.time.Duration;

/** The other end of a conversation, as far as a session must know it. */
interface Peer {
    /** Closes at once. From any thread. */
    void cut();

    /** For how long nothing has come and nothing has gone. From any thread. */
    Duration quiet();
}
