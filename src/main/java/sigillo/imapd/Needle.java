package sigillo.imapd;

/**
 * A text that is looked for: without regard to case, and any white space is one space, since lines are broken anywhere
 * (RFC 9051 section 6.4.4). Finds it in text of any length that comes in pieces, in constant memory and linear time
 * (Knuth, Morris and Pratt).
 */
final class Needle {
    private static final char[] ASCII = foldedAscii();

    private final char[] wanted;
    private final int[] fallback;

    Needle(String text) {
        var folded = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = fold(text.charAt(i));
            if (c != ' ' || !space) folded.append(c);
            space = c == ' ';
        }
        this.wanted = folded.toString().toCharArray();
        this.fallback = fallback(wanted);
    }

    private static int[] fallback(char[] wanted) {
        var fallback = new int[wanted.length + 1];
        int k = 0;
        for (int i = 1; i < wanted.length; i++) {
            while (k > 0 && wanted[k] != wanted[i]) k = fallback[k];
            if (wanted[k] == wanted[i]) k++;
            fallback[i + 1] = k;
        }
        return fallback;
    }

    boolean isIn(String text) { return new Look().sees(text); }

    Look look() { return new Look(); }

    /** One text, piece by piece. */
    final class Look {
        private int matched;
        private boolean space;

        /** True once the pieces so far hold it. */
        boolean sees(String piece) {
            int at = matched;
            boolean afterSpace = space;
            for (int i = 0; i < piece.length() && at < wanted.length; i++) {
                char c = fold(piece.charAt(i));
                if (c == ' ' && afterSpace) continue;
                afterSpace = c == ' ';
                while (at > 0 && wanted[at] != c) at = fallback[at];
                if (wanted[at] == c) at++;
            }
            matched = at;
            space = afterSpace;
            return at == wanted.length;
        }
    }

    private static char[] foldedAscii() {
        var folded = new char[0x80];
        for (char c = 0; c < folded.length; c++) {
            folded[c] = c <= ' ' ? ' ' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return folded;
    }

    private static char fold(char c) {
        if (c < ASCII.length) return ASCII[c];
        return c == '\u00A0' ? ' ' : Character.toLowerCase(Character.toUpperCase(c));
    }
}
