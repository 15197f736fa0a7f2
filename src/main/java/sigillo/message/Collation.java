package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/** The order of texts: i;unicode-casemap, RFC 5051 section 2. */
public final class Collation {
    private Collation() {}

    /** What is compared octet by octet, unsigned; at most so many octets. Decoded text in. */
    public static byte[] key(String text, int octetsMax) {
        var mapped = new StringBuilder(text.length());
        text.codePoints().limit(octetsMax).forEach(c -> mapped.appendCodePoint(Character.toTitleCase(c)));
        var octets = Normalizer.normalize(mapped, Normalizer.Form.NFKD).getBytes(StandardCharsets.UTF_8);
        return octets.length <= octetsMax ? octets : Arrays.copyOf(octets, octetsMax);
    }
}
