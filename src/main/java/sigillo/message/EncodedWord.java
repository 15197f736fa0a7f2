package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/**
 * One encoded word, {@code =?charset?encoding?text?=}. RFC 2047 section 2. Taken also when it is longer than 75
 * characters, has spaces in it, or lost its end: then it reaches to the next space.
 *
 * @param charset in lower case, without the language of RFC 2231 section 5
 * @param end index behind it
 */
record EncodedWord(String raw, String charset, boolean base64, int from, int to, int end) {
    private static final int CHARSET_CHARACTERS_MAX = 60;

    /** The word that begins at {@code start}, where "=?" stands; null when none does. */
    static EncodedWord at(String raw, int start) {
        int from = start + 2;
        int mark = raw.indexOf('?', from, Math.min(raw.length(), from + CHARSET_CHARACTERS_MAX));
        if (mark <= from || mark + 2 >= raw.length() || raw.charAt(mark + 2) != '?') return null;
        char encoding = Ascii.lower(raw.charAt(mark + 1));
        if (encoding != 'b' && encoding != 'q') return null;
        int text = mark + 3;
        int end = end(raw, text);
        int to = raw.startsWith("?=", end) ? end : -1;
        var charset = charset(raw.substring(from, mark));
        return to < 0 ? new EncodedWord(raw, charset, encoding == 'b', text, end, end)
            : new EncodedWord(raw, charset, encoding == 'b', text, to, to + 2);
    }

    /**
     * Where "?=" stands; without it the next space. A word that contains the start of another one has lost its end, so
     * each octet is looked at by at most two words.
     */
    private static int end(String raw, int from) {
        int space = -1;
        for (int i = from; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '?' && raw.startsWith("=", i + 1)) return i;
            boolean starts = c == '=' && raw.startsWith("?", i + 1) && !raw.startsWith("?=", i + 1);
            if (starts && space >= 0) return space;
            if (space < 0 && Ascii.isSpace(c)) space = i;
        }
        return space < 0 ? raw.length() : space;
    }

    private static String charset(String name) {
        int star = name.indexOf('*');
        return Ascii.lower(star < 0 ? name : name.substring(0, star));
    }

    void writeTo(ByteArrayOutputStream octets) {
        if (base64) Base64Octets.decode(raw, from, to, octets);
        else quoted(octets);
    }

    /** RFC 2047 section 4.2. */
    private void quoted(ByteArrayOutputStream octets) {
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            int high = c == '=' && i + 2 < to ? Ascii.hex(raw.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : Ascii.hex(raw.charAt(i + 2));
            if (low >= 0) {
                octets.write(high << 4 | low);
                i += 2;
            } else if (c == '_') {
                octets.write(' ');
            } else {
                write(octets, c);
            }
        }
    }

    /** Text that was already decoded has characters that are no octets. */
    private static void write(OutputStream octets, char c) {
        try {
            if (c <= 0xFF) octets.write(c);
            else octets.write(String.valueOf(c).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (java.io.IOException cannotBe) {
            throw new java.io.UncheckedIOException(cannotBe);
        }
    }
}
