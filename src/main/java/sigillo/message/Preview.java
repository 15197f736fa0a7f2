package sigillo.message;

import java.io.IOException;
import sigillo.base.Octets;

/**
 * The first words of a message, RFC 8970 section 2: what is new in it, on one line. Quoted lines and ruled lines are
 * passed over as long as there are others.
 */
public final class Preview {
    /** RFC 8970 section 3.1. In Unicode code points. */
    public static final int CHARACTERS_MAX = 256;

    private final StringBuilder words = new StringBuilder();
    private int characters;

    private Preview() {}

    public static String of(Message message) throws IOException { return of(message.octets(), message.root()); }

    public static String of(Octets message, Part root) throws IOException {
        return of(PartTexts.eachAnew(message), root);
    }

    static String of(PartTexts texts, Part root) throws IOException {
        return ofText(PlainText.of(texts, root, TextLimits.PREVIEW));
    }

    static String ofText(String text) {
        var fresh = new Preview();
        text.lines().filter(Preview::isFresh).forEach(fresh::add);
        if (fresh.words.isEmpty()) text.lines().forEach(fresh::add);
        return fresh.words.toString().strip();
    }

    private static boolean isFresh(String line) {
        return !line.startsWith(">")
            && line.codePoints().anyMatch(c -> !isFiller(c) && (Character.isLetterOrDigit(c) || c > 0x2FFF));
    }

    private void add(String line) {
        gap();
        for (int i = 0; i < line.length() && characters < CHARACTERS_MAX; ) {
            int c = line.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) gap();
            else if (!isFiller(c) && !Bidi.turns(c)) append(c);
        }
    }

    private void append(int c) {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        words.appendCodePoint(half ? 0xFFFD : c);
        characters++;
    }

    private void gap() {
        if (words.isEmpty() || words.charAt(words.length() - 1) == ' ' || characters >= CHARACTERS_MAX) return;
        append(' ');
    }

    /** Newsletters fill previews with characters that show nothing. */
    private static boolean isFiller(int c) {
        return c == 0x200B || c == 0x200C || c == 0x34F || c == 0xAD || c == 0xFEFF || c == 0x2060 || c == 0x180E;
    }
}
