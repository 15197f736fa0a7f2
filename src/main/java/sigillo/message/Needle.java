package sigillo.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import sigillo.base.Glance;

/**
 * A text that is looked for, without regard to case and to how white space is written (RFC 9051 section 6.4.4); the
 * collation is that of {@link FoldedText}. Any thread.
 */
public final class Needle {
    /** Characters of a text that are folded at once. */
    private static final int PIECE_CHARACTERS = 16 << 10;

    /** What texts have most of, the most frequent first; who looks for a rare octet looks seldom twice. */
    private static final String FREQUENT = " etaonisrhldcumpfgwybvk0123456789.-@_:/,x";
    /** Of letters beyond ASCII: the first octet is the same for a whole script, the others are not. */
    private static final int LEAD_OCTET_RANK = 20;
    private static final int OTHER_OCTET_RANK = 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final byte[] wanted;
    private final int[] fallback;
    private final int[] hashes;
    private final boolean isOfSpecs; // holds what joins the words of an address
    private final int near; // where two octets of the needle stand by which it is looked for: its rarest
    private final int far;

    /** As long as the text may be: some octets for each of its characters. */
    public Needle(String text) {
        var folded = new FoldedText(Integer.MAX_VALUE);
        folded.add(text);
        this.wanted = folded.toArray();
        this.fallback = fallback(wanted);
        this.hashes = TextSketch.hashes(wanted);
        this.isOfSpecs = text.indexOf('@') >= 0 || text.indexOf('.') >= 0;
        int rarest = rarest(wanted, -1);
        int other = wanted.length > 1 ? rarest(wanted, rarest) : rarest;
        this.near = Math.min(rarest, other);
        this.far = Math.max(rarest, other);
    }

    private static int rarest(byte[] wanted, int without) {
        int best = -1;
        for (int i = 0; i < wanted.length; i++) {
            if (i != without && (best < 0 || rank(wanted[i]) < rank(wanted[best]))) best = i;
        }
        return best;
    }

    private static int rank(byte octet) {
        if (octet < 0) return (octet & 0x40) != 0 ? LEAD_OCTET_RANK : OTHER_OCTET_RANK;
        int at = FREQUENT.indexOf(octet);
        return at < 0 ? 0 : FREQUENT.length() - at;
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

    /** Whether a {@link TextSketch} can say anything of it: it is long enough. */
    public boolean isSketched() { return hashes.length > 0; }

    int[] hashes() { return hashes; }

    public boolean isIn(String text) { return look().sees(text); }

    /** In what people read of the value of a field, whose octets these are as the message has them: {@link HeaderText#decode}. */
    public boolean isInField(Glance raw) {
        if (HeaderText.isPlain(raw)) return isInAscii(raw);
        return isIn(HeaderText.decode(new String(raw.octets(), raw.from(), raw.length(), StandardCharsets.ISO_8859_1)));
    }

    /**
     * As {@link #isInField}, or in one of the addresses of the field as an envelope shows them, without comments and
     * spaces: {@code <anna (home)@ (the) home.example>} holds anna@home.example (RFC 9051 section 6.4.4).
     */
    public boolean isInAddresses(Glance raw) {
        return isInField(raw) || isOfSpecs && hasSpacedSpec(raw) && isInSpec(raw);
    }

    /** Whether there is a comment, or a space beside what joins the words of an address. */
    private static boolean hasSpacedSpec(Glance raw) {
        var octets = raw.octets();
        for (int i = raw.from(); i < raw.to(); i++) {
            if (octets[i] == '(') return true;
            boolean joins = octets[i] == '@' || octets[i] == '.';
            if (joins && (i > raw.from() && Ascii.isSpace((char) octets[i - 1]) || i + 1 < raw.to() && Ascii.isSpace((char) octets[i + 1]))) return true;
        }
        return false;
    }

    private boolean isInSpec(Glance raw) {
        var text = new String(raw.octets(), raw.from(), raw.length(), StandardCharsets.ISO_8859_1);
        return AddressList.parse(text).flat().stream().anyMatch(one -> isIn(one.addrSpec()));
    }

    /** As {@link Look}; nothing is made for it. */
    private boolean isInAscii(Glance text) {
        int at = 0;
        boolean afterSpace = false;
        for (int i = text.from(); i < text.to() && at < wanted.length; i++) {
            byte c = FoldedText.ascii(text.octets()[i]);
            if (c == ' ' && afterSpace) continue;
            afterSpace = c == ' ';
            while (at > 0 && wanted[at] != c) at = fallback[at];
            if (wanted[at] == c) at++;
        }
        return at == wanted.length;
    }

    /**
     * In text that is folded. Eight places at a time are asked for the two rarest octets of the needle; whoever makes a
     * needle and a text of which that would compare too much is looked for letter by letter.
     */
    boolean isIn(byte[] folded, int from, int to) {
        if (wanted.length == 0) return true;
        long nearWanted = ONES * (wanted[near] & 0xFF);
        long farWanted = ONES * (wanted[far] & 0xFF);
        int end = to - wanted.length; // the last place where it may begin
        int wide = Math.min(end, folded.length - far - Long.BYTES);
        long patience = 4L * (to - from);
        int at = from;
        for (; at <= wide; at += Long.BYTES) {
            long differs = (long) LONG.get(folded, at + near) ^ nearWanted | (long) LONG.get(folded, at + far) ^ farWanted;
            // which octets are zero; one above another may be said to be and is not
            for (long maybe = differs - ONES & ~differs & HIGHS; maybe != 0; maybe &= maybe - 1) {
                int start = at + (Long.numberOfTrailingZeros(maybe) >> 3);
                if (start > end) break;
                int same = same(folded, start);
                if (same == wanted.length) return true;
                patience -= same + 1;
                if (patience < 0) return look().sees(folded, start, to);
            }
        }
        return at <= end && look().sees(folded, at, to);
    }

    private int same(byte[] folded, int start) {
        int k = 0;
        while (k < wanted.length && folded[start + k] == wanted[k]) k++;
        return k;
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
