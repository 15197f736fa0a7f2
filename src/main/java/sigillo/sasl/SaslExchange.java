package sigillo.sasl;

import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;

/**
 * One authentication exchange on the side of the server: RFC 4422 section 3. Total: every message has an answer. Holds
 * a password only for the moment. One thread.
 */
public interface SaslExchange {

    /** What is offered, the best first. */
    List<String> MECHANISMS = List.of("PLAIN", "LOGIN");

    /** Empty when there is no such mechanism; its name in upper case. */
    static Optional<SaslExchange> of(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> Optional.of(new Plain());
            case "LOGIN" -> Optional.of(new Login());
            default -> Optional.empty();
        };
    }

    /** The challenge for a client that sent no initial response. */
    Bytes opening();

    /** After an initial response, or the answer to a challenge. */
    Next on(Bytes message);

    /** What comes after a message. */
    sealed interface Next {
        record Ask(Bytes challenge) implements Next {}

        /** To be checked. */
        record Credentials(String user, String password) implements Next {
            @Override public String toString() { return "Credentials[" + user + "]"; }
        }

        /** {@code why} is in ASCII, for people. */
        record Malformed(String why) implements Next {}

        /** The client wants to act for another, which nobody may. */
        record NotAllowed() implements Next {}
    }
}
