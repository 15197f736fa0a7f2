package sigillo.message;

import java.util.Arrays;

/**
 * A text that is looked for, without regard to case and to how white space is written (RFC 9051 section 6.4.4); the
 * collation is that of {@link FoldedText}. Any thread.
 */
public final class Needle {
    /** Characters of a text that are folded at once. */
    private static final int PIECE_CHARACTERS = 16 << 10;

    private final byte[] wanted;
    private final int[] fallback;
    private final int[] shift = new int[256];

    /** As long as the text may be: some octets for each of its characters. */
    public Needle(String text) {
        var folded = new FoldedText(Integer.MAX_VALUE);
        folded.add(text);
        this.wanted = folded.toArray();
        this.fallback = fallback(wanted);
        Arrays.fill(shift, wanted.length);
        for (int i = 0; i < wanted.length - 1; i++) shift[wanted[i] & 0xFF] = wanted.length - 1 - i;
    }

    private static int[] fallback(byte[] wanted) {
        var fallback = new int[wanted.length + 1];
        int k = 0;
        for (int i = 1; i < wanted.length; i++) {
            while (k > 0 && wanted[k] != wanted[i]) k = fallback[k];
            if (wanted[k] == wanted[i]) k++;
            fallback[i + 1] = k;
        }
        return fallback;
    }

    boolean isEmpty() { return wanted.length == 0; }

    public boolean isIn(String text) { return look().sees(text); }

    /**
     * In text that is folded. From the end of the needle with skips (Horspool); whoever makes a needle and a text of which
     * that would compare too much is looked for letter by letter.
     */
    boolean isIn(byte[] folded, int from, int to) {
        if (wanted.length == 0) return true;
        int last = wanted.length - 1;
        long patience = 4L * (to - from);
        for (int at = from + last; at < to; at += shift[folded[at] & 0xFF]) {
            int k = 0;
            while (k <= last && folded[at - k] == wanted[last - k]) k++;
            if (k > last) return true;
            patience -= k + 1;
            if (patience < 0) return look().sees(folded, at - last, to);
        }
        return false;
    }

    Look look() { return new Look(); }

    /** One text, piece by piece, in constant memory and linear time (Knuth, Morris and Pratt). */
    final class Look {
        private final FoldedText folded = new FoldedText(Integer.MAX_VALUE);
        private int matched;

        /** True once the pieces so far hold it. */
        boolean sees(String piece) {
            if (matched == wanted.length) return true;
            for (int i = 0; i < piece.length(); ) {
                int end = Math.min(piece.length(), i + PIECE_CHARACTERS);
                if (end < piece.length() && Character.isLowSurrogate(piece.charAt(end))) end--;
                folded.drain();
                folded.add(piece.substring(i, end));
                if (sees(folded.unsafeArray(), 0, folded.count())) return true;
                i = end;
            }
            return false;
        }

        private boolean sees(byte[] text, int from, int to) {
            int at = matched;
            for (int i = from; i < to && at < wanted.length; i++) {
                while (at > 0 && wanted[at] != text[i]) at = fallback[at];
                if (wanted[at] == text[i]) at++;
            }
            matched = at;
            return at == wanted.length;
        }
    }
}
