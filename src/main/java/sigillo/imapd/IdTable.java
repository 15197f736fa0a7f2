package sigillo.imapd;

import java.util.random.RandomGenerator;

/**
 * A number for each of many hashes, 18 octets each, of as many as are said at the beginning. The hashes may be chosen by
 * strangers: where one is put depends on numbers that nobody knows.
 */
final class IdTable {
    static final int NONE = -1;

    private final long[] keys; // 0: free
    private final int[] values;
    private final long first;
    private final long second;

    IdTable(int max) {
        int size = Math.toIntExact(Math.max(4, max + (long) max / 2));
        this.keys = new long[size];
        this.values = new int[size];
        var random = RandomGenerator.getDefault();
        this.first = random.nextLong();
        this.second = random.nextLong() | 1;
    }

    /** {@link #NONE} when it has none. {@code key} is not 0. */
    int get(long key) {
        int slot = slot(key);
        return keys[slot] == 0 ? NONE : values[slot];
    }

    void put(long key, int value) {
        int slot = slot(key);
        keys[slot] = key;
        values[slot] = value;
    }

    /** Where it is, or would be. */
    private int slot(long key) {
        if (key == 0) throw new IllegalArgumentException("0 stands for none");
        long mixed = (key ^ first) * second;
        mixed = (mixed ^ mixed >>> 32) * 0x9E3779B97F4A7C15L;
        int slot = (int) ((mixed >>> 32) * keys.length >>> 32);
        while (keys[slot] != 0 && keys[slot] != key) slot = slot + 1 == keys.length ? 0 : slot + 1;
        return slot;
    }
}
