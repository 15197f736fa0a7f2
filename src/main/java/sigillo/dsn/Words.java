package sigillo.dsn;

import java.time.Instant;
import java.time.ZoneOffset;
import sigillo.message.DateTime;

/** Strangers' words made safe for a header field or a line of text: no control characters, bounded, folded. */
final class Words {
    private Words() {}

    /** RFC 5322 section 3.3. */
    static String date(Instant at) { return DateTime.format(at.atOffset(ZoneOffset.UTC)); }

    /** Printable characters only, others become {@code ?}; non-ASCII stays when {@code utf8}. Cut to {@code max}. */
    static String safe(String text, int max, boolean utf8) {
        var safe = new StringBuilder();
        text.codePoints().limit(max).forEach(c -> {
            safe.appendCodePoint(c >= ' ' && c < 0x7F || utf8 && isPrintable(c) ? c : '?');
        });
        return safe.toString();
    }

    /** Format characters are left out because some of them turn the direction of what follows. */
    private static boolean isPrintable(int c) {
        return c >= 0xA0 && switch (Character.getType(c)) {
            case Character.UNASSIGNED, Character.SURROGATE, Character.CONTROL, Character.FORMAT,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    static boolean isAscii(String text) { return text.chars().allMatch(c -> c < 0x80); }

    /**
     * {@code text} over several lines, each but the first begun by {@code indent}, broken at spaces where it would pass
     * 76 characters; a longer word stays whole. Ends without a line end.
     */
    static String fold(String text, String indent) {
        var folded = new StringBuilder();
        int column = 0;
        for (var word : text.strip().split(" +")) {
            if (column > 0 && column + 1 + word.length() > DsnLimits.LINE_CHARACTERS) {
                folded.append("\r\n").append(indent).append(word);
                column = indent.length() + word.length();
            } else {
                if (column > 0) folded.append(' ');
                folded.append(word);
                column += word.length() + (column > 0 ? 1 : 0);
            }
        }
        return folded.toString();
    }
}
