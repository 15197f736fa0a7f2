package sigillo.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Bytes;

/** Text in messages. Strict: a name or password that is guessed at is another one. */
final class Utf8 {
    private Utf8() {}

    /** Without keeping a text of it. */
    static boolean isWellFormed(byte[] octets) {
        try {
            var characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            Arrays.fill(characters.array(), '\0');
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    static Optional<String> decode(Bytes octets) {
        try {
            var utf8 = ByteBuffer.wrap(octets.unsafeArray());
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
