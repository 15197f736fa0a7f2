package sigillo.moving;

import java.util.Arrays;

/** UIDs of a folder, four octets each. */
final class Uids {
    private int[] uids = new int[1 << 8];
    private int count;

    void add(long uid) {
        if (count == uids.length) uids = Arrays.copyOf(uids, count * 2);
        uids[count++] = (int) uid;
    }

    int count() { return count; }

    long get(int at) { return Integer.toUnsignedLong(uids[at]); }

    /** Each once, in order. */
    Uids sorted() {
        var sorted = new Uids();
        // RFC 9051 section 2.3.1.1: 32 bits, of which the highest is no sign
        for (int i = 0; i < count; i++) uids[i] ^= Integer.MIN_VALUE;
        Arrays.sort(uids, 0, count);
        for (int i = 0; i < count; i++) {
            if (i == 0 || uids[i] != uids[i - 1]) sorted.add(uids[i] ^ Integer.MIN_VALUE);
        }
        for (int i = 0; i < count; i++) uids[i] ^= Integer.MIN_VALUE;
        return sorted;
    }

    /** Of a sorted one. */
    boolean has(long uid) {
        int low = 0;
        for (int high = count - 1; low <= high; ) {
            int middle = low + high >>> 1;
            if (get(middle) == uid) return true;
            if (get(middle) < uid) low = middle + 1;
            else high = middle - 1;
        }
        return false;
    }

    /** {@code [from, to)}, cut to what is there. */
    long[] slice(int from, int to) {
        var slice = new long[Math.min(to, count) - from];
        for (int i = 0; i < slice.length; i++) slice[i] = get(from + i);
        return slice;
    }
}
