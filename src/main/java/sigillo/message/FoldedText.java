package sigillo.message;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Text in the form in which it is compared when somebody searches, in UTF-8: without regard to case, decomposed, any
 * white space one space, and without the characters that show nothing. It is the collation i;unicode-casemap (RFC 5051
 * section 2) and beyond: canonical equivalents are the same in any order of their marks, "ß" is "ss" as in capitals.
 * Marks stay: "muller" does not find "Müller", because in most scripts a mark makes another letter. One thread.
 *
 * <p>Each character is folded for itself, so what is part of a text is part of its folded form too.
 */
final class FoldedText {
    /** Between texts that do not belong together; no folded text has it. */
    static final byte END = '\n';
    /** The small form of a dotted capital I is i, so that of its decomposition is, too. */
    private static final int DOT_ABOVE = 0x307;
    private static final byte[] ASCII = foldedAscii();
    /** Characters that are normalized at once. */
    private static final int RUN_MAX = 4096;

    private final int octetsMax;
    private byte[] octets = new byte[256];
    private int count;
    private boolean afterSpace;
    /** Or after marks on one. */
    private boolean afterI;
    private boolean full;

    /** Keeps at most so much, and says when that was too little. */
    FoldedText(int octetsMax) { this.octetsMax = octetsMax; }

    /** Whether something was left out. */
    boolean isFull() { return full; }

    int count() { return count; }

    byte[] toArray() { return Arrays.copyOf(octets, count); }

    /** The octets themselves, of which the first {@link #count} are meant. */
    byte[] unsafeArray() { return octets; }

    /** Begins anew in the same memory, with what was before in mind. */
    void drain() { count = 0; }

    /** What follows is another text. */
    void end() {
        put(END);
        afterSpace = false;
        afterI = false;
    }

    void add(String text) {
        for (int i = 0; i < text.length() && !full; ) {
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(ASCII[c]);
                i++;
            } else {
                int end = runEnd(text, i);
                run(text, i, end);
                i = end;
            }
        }
    }

    private void ascii(byte c) {
        if (c == ' ' && afterSpace) return;
        afterSpace = c == ' ';
        afterI = c == 'i';
        put(c);
    }

    private void put(byte octet) {
        if (count == octetsMax) {
            full = true;
            return;
        }
        if (count == octets.length) octets = Arrays.copyOf(octets, 2 * count);
        octets[count++] = octet;
    }

    private static int runEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= 0x80 && end - from < RUN_MAX) end++;
        boolean cut = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) && text.charAt(end) >= 0x80;
        return cut ? end - 1 : end;
    }

    private void run(String text, int from, int to) {
        var cased = new StringBuilder(to - from);
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (!showsNothing(c)) fold(c, cased);
        }
        var plain = Normalizer.normalize(cased, Normalizer.Form.NFKD);
        for (int i = 0; i < plain.length(); ) {
            int c = plain.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) ascii(ASCII[c]);
            else character(c);
        }
    }

    /** A capital that only the decomposition brings to light is folded behind it. */
    private void character(int c) {
        int small = small(c);
        if (Character.isWhitespace(small) || Character.isSpaceChar(small) || small == 0x85) {
            ascii((byte) ' ');
            return;
        }
        afterSpace = false;
        if (small == DOT_ABOVE && afterI) return;
        afterI &= Character.getType(small) == Character.NON_SPACING_MARK;
        utf8(small >= Character.MIN_SURROGATE && small <= Character.MAX_SURROGATE ? 0xFFFD : small);
    }

    private void utf8(int c) {
        if (c < 0x80) {
            put((byte) c);
        } else if (c < 0x800) {
            put((byte) (0xC0 | c >> 6));
            put((byte) (0x80 | c & 0x3F));
        } else if (c < 0x10000) {
            put((byte) (0xE0 | c >> 12));
            put((byte) (0x80 | c >> 6 & 0x3F));
            put((byte) (0x80 | c & 0x3F));
        } else {
            put((byte) (0xF0 | c >> 18));
            put((byte) (0x80 | c >> 12 & 0x3F));
            put((byte) (0x80 | c >> 6 & 0x3F));
            put((byte) (0x80 | c & 0x3F));
        }
    }

    private static void fold(int c, StringBuilder to) {
        if (c == 0xDF || c == 0x1E9E) to.append("ss");
        else to.appendCodePoint(small(c));
    }

    /** By way of the capital: two small letters may have the same one, as sigma has at the end of a word. */
    private static int small(int c) { return Character.toLowerCase(Character.toUpperCase(c)); }

    /** Newsletters and word processors put these into words. */
    private static boolean showsNothing(int c) {
        return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E || c >= 0x200B && c <= 0x200F || c >= 0x202A && c <= 0x202E
            || c >= 0x2060 && c <= 0x2069 || c >= 0xFE00 && c <= 0xFE0F || c == 0xFEFF;
    }

    /** The folded form of an octet of ASCII; of white space in a row only one counts. */
    static byte ascii(int octet) { return ASCII[octet]; }

    private static byte[] foldedAscii() {
        var folded = new byte[0x80];
        for (int c = 0; c < folded.length; c++) folded[c] = (byte) (c <= ' ' ? ' ' : c >= 'A' && c <= 'Z' ? c + 32 : c);
        return folded;
    }
}
