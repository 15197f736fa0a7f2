package sigillo.sieve;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A script's octets as text. RFC 5228 section 2.1: UTF-8, and nothing that is none. */
final class ScriptText {
    private ScriptText() {}

    static Optional<String> of(byte[] octets, BiConsumer<Place, String> errors) {
        if (octets.length > SieveLimits.SCRIPT_OCTETS_MAX) {
            errors.accept(Place.START, "the script has more than " + SieveLimits.SCRIPT_OCTETS_MAX + " octets");
            return Optional.empty();
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var text = CharBuffer.allocate(octets.length);
        var in = ByteBuffer.wrap(octets);
        var result = decoder.decode(in, text, true);
        text.flip();
        var read = text.toString();
        if (result.isError()) {
            errors.accept(end(read), "the script is not in UTF-8 here");
            return Optional.empty();
        }
        int nul = read.indexOf('\0');
        if (nul >= 0) {
            errors.accept(end(read.substring(0, nul)), "a script holds no NUL");
            return Optional.empty();
        }
        return Optional.of(read.startsWith("\uFEFF") ? read.substring(1) : read);
    }

    private static Place end(String before) {
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, before.length() - before.lastIndexOf('\n'));
    }
}
