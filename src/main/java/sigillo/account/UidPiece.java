package sigillo.account;

import java.util.Arrays;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * Which of {@value #SPAN} UIDs in a row there are, by their lowest bits: a list of two octets each while there are few, else a bit
 * each; 512 octets at most. Once {@link #share shared} it stays as it is.
 */
final class UidPiece {
    static final int BITS = 12;
    static final int SPAN = 1 << BITS;
    private static final int FEW = SPAN / Character.SIZE;

    private char[] few; // ascending; null when there are bits
    private long[] bits;
    private int size;
    private boolean shared;

    private UidPiece(char[] few, long[] bits, int size) {
        this.few = few;
        this.bits = bits;
        this.size = size;
    }

    static UidPiece of(int low) { return new UidPiece(new char[] {(char) low}, null, 1); }

    int size() { return size; }

    void share() { shared = true; }

    /** The one before which there are so many. */
    int at(int index) {
        if (few != null) return few[index];
        int word = 0;
        int rest = index;
        for (int here = Long.bitCount(bits[0]); rest >= here; here = Long.bitCount(bits[++word])) rest -= here;
        long left = bits[word];
        while (rest-- > 0) left &= left - 1;
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }

    boolean has(int low) {
        return few != null ? Arrays.binarySearch(few, 0, size, (char) low) >= 0 : (bits[low >> 6] >>> low & 1) != 0;
    }

    /** How many are below this one. */
    int below(int low) {
        if (few != null) {
            int at = Arrays.binarySearch(few, 0, size, (char) low);
            return at >= 0 ? at : -at - 1;
        }
        int count = 0;
        for (int word = 0; word < low >> 6; word++) count += Long.bitCount(bits[word]);
        return count + Long.bitCount(bits[low >> 6] & (1L << low) - 1);
    }

    /** With one that is not there: this, or another when this is shared. */
    UidPiece with(int low) {
        var to = shared ? copy() : this;
        if (to.size == FEW && to.few != null) to.spread();
        if (to.few == null) to.bits[low >> 6] |= 1L << low;
        else to.insert(low);
        to.size++;
        return to;
    }

    private void insert(int low) {
        int at = below(low);
        if (size == few.length) few = Arrays.copyOf(few, Math.min(FEW, size + Math.max(2, size / 2)));
        System.arraycopy(few, at, few, at + 1, size - at);
        few[at] = (char) low;
    }

    private void spread() {
        bits = new long[SPAN / Long.SIZE];
        for (int i = 0; i < size; i++) bits[few[i] >> 6] |= 1L << few[i];
        few = null;
    }

    private UidPiece copy() { return new UidPiece(few == null ? null : few.clone(), few == null ? bits.clone() : null, size); }

    /** Another, without so many that are there, ascending. */
    UidPiece without(int[] lows, int count) {
        var left = new UidPiece(new char[Math.min(FEW, size - count)], null, 0);
        int gone = 0;
        for (int i = 0; i < size; i++) {
            int low = at(i);
            if (gone < count && lows[gone] == low) gone++;
            else left = left.with(low);
        }
        return left;
    }

    void encode(RowOut out) {
        out.number(few != null ? size : 0);
        if (few != null) for (int i = 0; i < size; i++) out.octet(few[i] >> 8).octet(few[i]);
        else for (long word : bits) out.word(word);
    }

    /** What {@link #encode} wrote. */
    static UidPiece decode(RowIn in) {
        int size = in.count();
        if (size > FEW) throw RowIn.broken("too many UIDs in a piece");
        if (size == 0) return ofBits(in);
        var few = new char[size];
        for (int i = 0; i < size; i++) {
            few[i] = (char) (in.octet() << 8 | in.octet());
            if (few[i] >= SPAN || i > 0 && few[i] <= few[i - 1]) throw RowIn.broken("UIDs out of order");
        }
        return new UidPiece(few, null, size);
    }

    private static UidPiece ofBits(RowIn in) {
        var bits = new long[SPAN / Long.SIZE];
        int size = 0;
        for (int i = 0; i < bits.length; i++) {
            bits[i] = in.word();
            size += Long.bitCount(bits[i]);
        }
        if (size == 0) throw RowIn.broken("a piece without UIDs");
        return new UidPiece(null, bits, size);
    }
}
