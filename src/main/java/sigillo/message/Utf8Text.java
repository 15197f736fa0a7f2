package sigillo.message;

/** Lengths of text as it will be in UTF-8. */
final class Utf8Text {
    private Utf8Text() {}

    static int octets(String text) {
        int octets = 0;
        for (int i = 0; i < text.length(); i++) octets += octets(text.charAt(i));
        return octets;
    }

    /** The longest start of {@code text} within {@code octetsMax} that cuts no character. */
    static String cut(String text, int octetsMax) {
        int octets = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            octets += c >= 0x10000 ? 4 : octets((char) c);
            if (octets > octetsMax) break;
            i += Character.charCount(c);
        }
        return text.substring(0, i);
    }

    /** A half of a surrogate pair is half of four. */
    private static int octets(char c) { return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3; }
}
