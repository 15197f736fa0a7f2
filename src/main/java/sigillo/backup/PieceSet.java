package sigillo.backup;

import java.nio.ByteBuffer;
import sigillo.base.Bytes;

/**
 * A set of ids of pieces, in 16 to 64 octets each: a large store has hundreds of thousands, and the heap is small. They
 * are hashes under a key, so they are spread by themselves. One thread.
 */
final class PieceSet {
    private static final int FIRST = 1 << 10;

    private long[] halves = new long[2 * FIRST];
    private int size;
    /** The id of zeros, which marks a free place. */
    private boolean hasZero;

    int size() { return size + (hasZero ? 1 : 0); }

    /** False when it is there already. */
    boolean add(Bytes id) {
        long high = high(id);
        long low = low(id);
        if (high == 0 && low == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        int at = place(halves, high, low);
        if (halves[at] != 0 || halves[at + 1] != 0) return false;
        halves[at] = high;
        halves[at + 1] = low;
        if (++size > halves.length / 4) grow();
        return true;
    }

    boolean contains(Bytes id) {
        long high = high(id);
        long low = low(id);
        if (high == 0 && low == 0) return hasZero;
        int at = place(halves, high, low);
        return halves[at] != 0 || halves[at + 1] != 0;
    }

    private void grow() {
        var larger = new long[2 * halves.length];
        for (int i = 0; i < halves.length; i += 2) {
            if (halves[i] == 0 && halves[i + 1] == 0) continue;
            int at = place(larger, halves[i], halves[i + 1]);
            larger[at] = halves[i];
            larger[at + 1] = halves[i + 1];
        }
        halves = larger;
    }

    /** Where it is, or where it would be. */
    private static int place(long[] halves, long high, long low) {
        int mask = halves.length - 1;
        for (int at = (int) low << 1 & mask; ; at = at + 2 & mask) {
            boolean isFree = halves[at] == 0 && halves[at + 1] == 0;
            if (isFree || halves[at] == high && halves[at + 1] == low) return at;
        }
    }

    private static long high(Bytes id) { return ByteBuffer.wrap(id.unsafeArray()).getLong(0); }

    private static long low(Bytes id) { return ByteBuffer.wrap(id.unsafeArray()).getLong(8); }
}
