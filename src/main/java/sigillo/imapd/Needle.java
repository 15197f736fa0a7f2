package sigillo.imapd;

/**
 * A text that is looked for: without regard to case, and any white space is one space, since lines are broken anywhere
 * (RFC 9051 section 6.4.4). Finds it in text of any length that comes in pieces, in constant memory and linear time
 * (Knuth, Morris and Pratt).
 */
final class Needle {
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

    boolean isIn(CharSequence text) { return new Look().sees(text); }

    Look look() { return new Look(); }

    /** One text, piece by piece. */
    final class Look {
        private int matched;
        private boolean space;

        /** True once the pieces so far hold it. */
        boolean sees(CharSequence piece) {
            for (int i = 0; i < piece.length() && matched < wanted.length; i++) {
                char c = fold(piece.charAt(i));
                if (c == ' ' && space) continue;
                space = c == ' ';
                while (matched > 0 && wanted[matched] != c) matched = fallback[matched];
                if (wanted[matched] == c) matched++;
            }
            return matched == wanted.length;
        }
    }

    private static char fold(char c) {
        if (c <= ' ' || c == '\u00A0') return ' ';
        if (c < 0x80) return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
