package sigillo.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Charsets by the names that mail has for them: all of the Encoding Standard's, those that Java knows, and odd ones of
 * the field ({@link CharsetNames}). Decoding never fails and never drops text: an unknown name gives a guess.
 */
public final class Charsets {
    private static final int NAME_CHARACTERS_MAX = 60;
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Turns octets into text; what is malformed becomes U+FFFD. */
    @FunctionalInterface public interface Decoder {
        String decode(byte[] octets);
    }

    private Charsets() {}

    /** Empty for a name that nobody knows. */
    public static Optional<Decoder> lookup(String name) {
        if (name.length() > NAME_CHARACTERS_MAX) return Optional.empty();
        var known = Tables.EXACT.get(Ascii.lower(Ascii.trim(name)));
        if (known == null) known = Tables.LOOSE.get(lettersAndDigits(name));
        if (known == null) known = Java.BY_NAME.get(lettersAndDigits(name));
        return Optional.ofNullable(known);
    }

    /** By the name if it is known, else by a guess. */
    public static String decode(byte[] octets, String name) {
        return lookup(name).orElse(Charsets::guess).decode(octets);
    }

    /** As {@link #decode}, of a whole text, which a byte order mark may begin: the mark then decides. */
    static String decodeMarked(byte[] octets, String name) {
        int first = octets.length < 2 ? 0 : (octets[0] & 0xFF) << 8 | octets[1] & 0xFF;
        if (first == 0xFEFF || first == 0xFFFE) return new String(octets, StandardCharsets.UTF_16);
        boolean utf8 = first == 0xEFBB && octets.length > 2 && (octets[2] & 0xFF) == 0xBF;
        return utf8 ? new String(octets, 3, octets.length - 3, StandardCharsets.UTF_8) : decode(octets, name);
    }

    /** UTF-8 if it can be, else windows-1252; ISO-2022-JP where its escapes are. */
    static String guess(byte[] octets) {
        if (Utf8.isEscaped(octets)) return new String(octets, Tables.ISO_2022_JP);
        var look = Utf8.look(octets);
        // One octet at the end may be the start of a sequence, or a letter of Latin 1: the rest of the text tells.
        boolean utf8 = look.isWholly() && (look.sequences() > 0 || !look.cut());
        return new String(octets, utf8 ? StandardCharsets.UTF_8 : WINDOWS_1252);
    }

    /** As {@link #guess(byte[])}, of raw text; text that has other characters than octets was decoded before. */
    static String guess(String raw) {
        int all = 0;
        for (int i = 0; i < raw.length(); i++) all |= raw.charAt(i) == 0x1B ? 0x80 : raw.charAt(i);
        return all < 0x80 || all > 0xFF ? raw : guess(raw.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What is called UTF-8 mostly is; what has not one valid sequence is not. */
    private static String utf8(byte[] octets) {
        var look = Utf8.look(octets);
        boolean trusted = look.isWholly() || look.sequences() > 0;
        return new String(octets, trusted ? StandardCharsets.UTF_8 : WINDOWS_1252);
    }

    private static String lettersAndDigits(String name) {
        var bare = new StringBuilder(name.length());
        Ascii.lower(name).chars().filter(c -> Ascii.isLetter(c) || Ascii.isDigit(c))
            .forEach(c -> bare.append((char) c));
        return bare.toString();
    }

    private static Decoder decoder(String javaName) {
        return switch (javaName) {
            case "guess" -> Charsets::guess;
            case "UTF-8" -> Charsets::utf8;
            case "UTF-7" -> Utf7::decode;
            case "HZ" -> Hz::decode;
            default -> {
                var charset = Charset.isSupported(javaName) ? Charset.forName(javaName) : WINDOWS_1252;
                yield octets -> new String(octets, charset);
            }
        };
    }

    private static final class Tables {
        static final Charset ISO_2022_JP = Charset.forName("x-windows-50221");
        static final Map<String, Decoder> EXACT = new HashMap<>();
        static final Map<String, Decoder> LOOSE = new HashMap<>();

        static {
            for (var line : CharsetNames.TABLE.lines().toList()) {
                var names = line.strip().split("\\s+");
                var decoder = decoder(names[0]);
                for (int i = 1; i < names.length; i++) {
                    EXACT.put(names[i], decoder);
                    LOOSE.putIfAbsent(lettersAndDigits(names[i]), decoder);
                }
            }
        }
    }

    /**
     * All that Java has. Made when a name is asked for that our table lacks: it costs some tens of milliseconds once.
     */
    private static final class Java {
        static final Map<String, Decoder> BY_NAME = new HashMap<>();

        static {
            for (var charset : Charset.availableCharsets().values()) {
                Decoder decoder = octets -> new String(octets, charset);
                BY_NAME.putIfAbsent(lettersAndDigits(charset.name()), decoder);
                for (var alias : charset.aliases()) BY_NAME.putIfAbsent(lettersAndDigits(alias), decoder);
            }
        }
    }
}
