package sigillo.smtpd;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An AUTH exchange: RFC 4954 section 4, with PLAIN (RFC 4616) and the older LOGIN that Outlook still uses. Holds a
 * password only for the moment. One thread.
 */
final class SaslExchange {

    sealed interface Next {
        /** Ask with this text. */
        record Ask(String base64) implements Next {}

        record Credentials(String user, String password) implements Next {
            @Override public String toString() { return "Credentials[" + user + "]"; }
        }

        /** The client took it back with {@code *}. */
        record Cancelled() implements Next {}

        record Malformed() implements Next {}

        /** The client wants to act for another. */
        record NotAllowed() implements Next {}
    }

    private static final Next USERNAME = new Next.Ask("VXNlcm5hbWU6"); // "Username:"
    private static final Next PASSWORD = new Next.Ask("UGFzc3dvcmQ6"); // "Password:"
    private static final Next MALFORMED = new Next.Malformed();

    private final boolean isPlain;
    private String user;

    private SaslExchange(boolean isPlain) { this.isPlain = isPlain; }

    static Optional<SaslExchange> of(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> Optional.of(new SaslExchange(true));
            case "LOGIN" -> Optional.of(new SaslExchange(false));
            default -> Optional.empty();
        };
    }

    /** RFC 4954 section 4: the initial response, where {@code =} is an empty one. */
    Next begin(Optional<String> initial) {
        if (initial.isPresent()) return on(initial.get().equals("=") ? "" : initial.get());
        return isPlain ? new Next.Ask("") : USERNAME;
    }

    Next on(String line) {
        if (line.equals("*")) return new Next.Cancelled();
        var text = decoded(line);
        if (text.isEmpty()) return MALFORMED;
        if (isPlain) return plain(text.get());
        if (user != null) return new Next.Credentials(user, text.get());
        user = text.get();
        return PASSWORD;
    }

    /**
     * RFC 4616 section 2: authzid NUL authcid NUL password. Nobody acts for another, so an authzid must be the same.
     */
    private static Next plain(String text) {
        var parts = text.split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty()) return MALFORMED;
        if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) return new Next.NotAllowed();
        return new Next.Credentials(parts[1], parts[2]);
    }

    private static Optional<String> decoded(String line) {
        try {
            var octets = Base64.getDecoder().decode(line);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            return Optional.empty();
        }
    }
}
