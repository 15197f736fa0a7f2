package sigillo.relay;

import java.io.IOException;
import sigillo.smtp.Extensions;

/** A server that has greeted us and is ready for a transaction. One thread at a time. */
final class Peer {
    private final Target target;
    private final Talk talk;
    private final Extensions extensions;
    private final boolean fellBack;
    private final long messagesMax;
    private int messages;

    /** {@code fellBack}: in clear, because TLS was tried in vain. */
    Peer(Target target, Talk talk, Extensions extensions, boolean fellBack) {
        this.target = target;
        this.talk = talk;
        this.extensions = extensions;
        this.fellBack = fellBack;
        long asked = extensions.limit("MAILMAX").orElse(Long.MAX_VALUE); // RFC 9422 section 4.1
        messagesMax = Math.clamp(asked, 1, RelayLimits.MESSAGES_OF_CONNECTION);
    }

    Target target() { return target; }

    Talk talk() { return talk; }

    Extensions extensions() { return extensions; }

    boolean fellBack() { return fellBack; }

    boolean isLmtp() { return target.hop().protocol() == Hop.Protocol.LMTP; }

    boolean isOurs() { return target.hop().ours(); }

    /** RFC 9422 section 4.2. */
    int recipientsMax() {
        return Math.clamp(extensions.limit("RCPTMAX").orElse(Long.MAX_VALUE), 1, RelayLimits.RECIPIENTS_OF_TRANSACTION);
    }

    boolean isWorn() { return messages >= messagesMax; }

    void count() { messages++; }

    /** Whether it still waits for us. RFC 5321 section 3.8: a server may say 421 and close at any time. */
    boolean isThere() {
        try {
            return talk.unasked(RelayLimits.HEAR).isEmpty();
        } catch (IOException gone) {
            return false;
        }
    }

    /** What a notification calls it. */
    String name() { return target.name(); }

    @Override public String toString() { return target.toString(); }
}
