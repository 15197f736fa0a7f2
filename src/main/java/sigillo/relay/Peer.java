package sigillo.relay;

import java.io.IOException;
import java.util.Optional;
import sigillo.smtp.Extensions;

/** A server that has greeted us and is ready for a transaction. One thread at a time. */
final class Peer {
    private final Target target;
    private final Talk talk;
    private final Extensions extensions;
    private final boolean fellBack;
    private final long messagesMax;
    private int messages;
    private String note = "";
    private Optional<TlsSession.Failure> failure = Optional.empty();

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

    boolean isEncrypted() { return talk.wire().tls().isPresent(); }

    /** A delivery agent on this machine: what it takes has arrived. */
    boolean isDelivery() { return isLmtp() && target.address().getAddress().isLoopbackAddress(); }

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

    /** To be told with what secured the connection. */
    void note(String words) { note = "; " + words; }

    /** TLS failed, and the connection came to be without it, or without what a policy that is a test asks for. */
    void failed(TlsSession.Failure why) { failure = Optional.of(why); }

    Optional<TlsSession.Failure> failure() { return failure; }

    /** What was required of the connection, by whose word, and what came of it: for the story. */
    String secured() {
        var tls = talk.wire().tls();
        var proof = switch (target.security()) {
            case Security.Dane _ -> ", and its certificate is one of these";
            case Security.Sts _, Security.Verified _ -> ", and its certificate is valid for it";
            case Security.StsTesting _ when note.isEmpty() -> ", and its certificate is valid for it";
            case Security.Unasked _, Security.Encrypted _, Security.StsTesting _, Security.Unfit _, Security.Refused _ -> "";
        };
        return target.security().told() + note + "; " + tls.map(facts -> facts + proof).orElse("in clear");
    }

    /** What a notification calls it. */
    String name() { return target.name(); }

    @Override public String toString() { return target.toString(); }
}
