package sigillo.sieve;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** RFC 5228 section 2.4.2.4: {@code ${hex:40}} and {@code ${unicode:40}}. What is ill-formed is text. */
final class EncodedCharacters {
    private static final Pattern ENCODED =
        Pattern.compile("\\$\\{(?:(hex)|unicode):([ \\t\\r\\n]*[0-9a-f]+(?:[ \\t\\r\\n]+[0-9a-f]+)*[ \\t\\r\\n]*)\\}",
            Pattern.CASE_INSENSITIVE);
    private static final BigInteger LAST = BigInteger.valueOf(0x10FFFF);

    private EncodedCharacters() {}

    /** Octets that stand side by side are characters together. */
    static String decode(String text, Place place, BiConsumer<Place, String> errors) {
        if (!text.contains("${")) return text;
        var all = new ByteArrayOutputStream();
        var matcher = ENCODED.matcher(text);
        int from = 0;
        while (matcher.find()) {
            var octets = matcher.group(1) != null ? hex(matcher.group(2)) : unicode(matcher.group(2), place, errors);
            if (octets.length == 0) continue;
            all.writeBytes(text.substring(from, matcher.start()).getBytes(StandardCharsets.UTF_8));
            all.writeBytes(octets);
            from = matcher.end();
        }
        all.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Empty when one of them is no octet. */
    private static byte[] hex(String numbers) {
        var all = new ByteArrayOutputStream();
        for (var number : numbers.strip().split("[ \\t\\r\\n]+")) {
            if (number.length() > 2) return new byte[0];
            all.write(Integer.parseInt(number, 16));
        }
        return all.toByteArray();
    }

    private static byte[] unicode(String numbers, Place place, BiConsumer<Place, String> errors) {
        var all = new StringBuilder();
        for (var number : numbers.strip().split("[ \\t\\r\\n]+")) {
            var value = new BigInteger(number, 16);
            boolean isCharacter = value.compareTo(LAST) <= 0 && (
                value.intValue() < 0xD800 || value.intValue() > 0xDFFF);
            if (!isCharacter) {
                errors.accept(place, "there is no character " + (number.length() > 20 ? "of that number" : number));
                return new byte[0];
            }
            all.appendCodePoint(value.intValue());
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }
}
