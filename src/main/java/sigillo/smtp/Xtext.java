package sigillo.smtp;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The encodings that put any text into a parameter: xtext ({@code +2B}, RFC 3461 section 4) and, for addresses with
 * UTF-8, {@code \x{e8}} (RFC 6533 section 3). Total; a decoded control character makes the text invalid, because it
 * will stand in a header or a command some day.
 */
public final class Xtext {
    private Xtext() {}

    public static String encode(String text) {
        var out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isXchar(c)) out.append(c);
            else if (c < 0x100) out.append('+').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            else throw new IllegalArgumentException("xtext is for octets");
        }
        return out.toString();
    }

    public static Optional<String> decode(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                int octet = hex(text, i + 1, i + 3, "0123456789ABCDEF");
                if (octet < ' ' || octet >= 0x7F) return Optional.empty();
                out.append((char) octet);
                i += 2;
            } else if (isXchar(c)) {
                out.append(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    /** RFC 6533 section 3: utf-8-addr-xtext, which servers without SMTPUTF8 take as well. */
    public static String encodeUtf8(String text) {
        var out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (c < 0x80 && isXchar((char) c) && c != '\\') out.appendCodePoint(c);
            else out.append("\\x{").append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT)).append('}');
        });
        return out.toString();
    }

    /** RFC 6533 section 3: utf-8-addr-xtext and utf-8-addr-unitext. */
    public static Optional<String> decodeUtf8(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                int close = text.indexOf('}', i);
                if (!text.startsWith("\\x{", i) || close < 0 || close - i > 9) return Optional.empty();
                int point = hex(text, i + 3, close, "0123456789ABCDEFabcdef");
                if (point < ' ' || point >= 0x7F && point < 0xA0 || !Character.isValidCodePoint(point)
                    || point >= 0xD800 && point < 0xE000) return Optional.empty();
                out.appendCodePoint(point);
                i = close;
            } else if (c >= 0xA0 || isXchar(c)) {
                out.append(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    /** RFC 3461 section 4: printable ASCII but {@code +} and {@code =}. */
    private static boolean isXchar(char c) { return c > ' ' && c < 0x7F && c != '+' && c != '='; }

    private static int hex(String text, int from, int to, String digits) {
        if (to > text.length() || from >= to) return -1;
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (digits.indexOf(c) < 0) return -1;
            value = value * 16 + Character.digit(c, 16);
        }
        return value;
    }
}
