package sigillo.pop;

import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;

/** What a client says in an exchange of SASL: RFC 5034 section 4. */
public sealed interface SaslLine {
    record Message(Bytes message) implements SaslLine {}

    record Cancelled() implements SaslLine {}

    record NotBase64() implements SaslLine {}

    static SaslLine of(String line) {
        if (line.equals("*")) return new Cancelled();
        return decoded(line).<SaslLine>map(Message::new).orElseGet(NotBase64::new);
    }

    /** With the command: {@code =} is one of no octets. */
    static SaslLine initial(String word) { return of(word.equals("=") ? "" : word); }

    private static Optional<Bytes> decoded(String line) {
        try {
            return Optional.of(Bytes.wrap(Base64.getDecoder().decode(line)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
