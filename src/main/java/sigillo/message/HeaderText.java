package sigillo.message;

import java.io.ByteArrayOutputStream;
import sigillo.base.Glance;

/**
 * Raw header text to text for people: encoded words (RFC 2047) wherever they stand, raw UTF-8 (RFC 6532), and other raw
 * 8-bit text by a good guess. What comes out holds no control character, so it can add no line and hide nothing.
 */
public final class HeaderText {
    private final String raw;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private String charset = ""; // of the octets
    private boolean words;       // whether octets of encoded words wait to be decoded

    private HeaderText(String raw) { this.raw = raw; }

    /** Total and linear; what cannot be decoded stays as it is. */
    public static String decode(String raw) {
        return isPlain(raw) ? raw : printable(new HeaderText(raw).decoded());
    }

    /** As {@link #decode}, without the marks that turn the direction of text: a name stands in front of an address. */
    static String name(String raw) {
        var name = decode(raw);
        return name.chars().noneMatch(Bidi::turns) ? name : Bidi.without(name);
    }

    /** Control characters become spaces, halves of surrogate pairs U+FFFD. */
    static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (printable(text, i) != text.charAt(i)) return printableFrom(text, i);
        }
        return text;
    }

    private static String printableFrom(String text, int from) {
        var all = text.toCharArray();
        for (int i = from; i < all.length; i++) all[i] = printable(text, i);
        return new String(all);
    }

    private static char printable(String text, int i) {
        char c = text.charAt(i);
        if (c < ' ' || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029) return ' ';
        return isHalf(text, i, c) ? 0xFFFD : c;
    }

    private static boolean isHalf(String text, int i, char c) {
        char before = i == 0 ? 0 : text.charAt(i - 1);
        char behind = i + 1 == text.length() ? 0 : text.charAt(i + 1);
        return Character.isHighSurrogate(c) && !Character.isLowSurrogate(behind)
            || Character.isLowSurrogate(c) && !Character.isHighSurrogate(before);
    }

    private String decoded() {
        int at = 0;
        for (int start; (start = raw.indexOf("=?", at)) >= 0; ) {
            var word = EncodedWord.at(raw, start);
            if (word == null) {
                plain(at, start + 2);
                at = start + 2;
            } else {
                // RFC 2047 section 6.2: space between two encoded words is not shown.
                if (!words || !isSpace(at, start)) plain(at, start);
                add(word);
                at = word.end();
            }
        }
        plain(at, raw.length());
        return text.toString();
    }

    /** RFC 2047 section 5 forbids to cut a character between two words; many do, so words of one charset are joined. */
    private void add(EncodedWord word) {
        if (!word.charset().equals(charset)) flush();
        charset = word.charset();
        words = true;
        word.writeTo(octets);
    }

    private void plain(int from, int to) {
        flush();
        words = false;
        if (to > from) text.append(Charsets.guess(raw.substring(from, to)));
    }

    private void flush() {
        if (octets.size() > 0) text.append(Charsets.decode(octets.toByteArray(), charset));
        octets.reset();
    }

    private boolean isSpace(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isSpace(raw.charAt(i))) return false;
        }
        return true;
    }

    /** The same of octets. */
    static boolean isPlain(Glance raw) {
        var octets = raw.octets();
        for (int i = raw.from(); i < raw.to(); i++) {
            byte c = octets[i]; // negative from 0x80 on
            if (c < ' ' || c == 0x7F || c == '=' && i + 1 < raw.to() && octets[i + 1] == '?') return false;
        }
        return true;
    }

    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '=' && i + 1 < raw.length() && raw.charAt(i + 1) == '?') return false;
        }
        return true;
    }
}
