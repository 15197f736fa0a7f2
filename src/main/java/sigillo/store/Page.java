package sigillo.store;

import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.base.Glance;

/**
 * Rows that are read at once, key and value one after the other in the same octets each time: for who reads through
 * thousands and keeps none. One thread.
 */
public final class Page {
    private static final int OCTETS_MIN = 4 << 10;

    private final int rowsMax;
    private byte[] octets;
    private int[] keys = new int[16];   // where the key of each row begins
    private int[] values = new int[16]; // and its value
    private int[] ends = new int[16];
    private int count;

    /** Of so many octets and rows at most; a row that is longer is there alone. */
    public Page(int octetsMax, int rowsMax) {
        this.rowsMax = rowsMax;
        this.octets = new byte[Math.max(OCTETS_MIN, octetsMax)];
    }

    public int count() { return count; }

    public Bytes key(int row) { return Bytes.wrap(Arrays.copyOfRange(octets, keys[row], values[row])); }

    public Glance value(int row) { return new Glance(octets, values[row], ends[row]); }

    /** Of all its keys and values. */
    public long lengths() {
        long lengths = 0;
        for (int row = 0; row < count; row++) lengths += ends[row] - keys[row];
        return lengths;
    }

    // ---- for who fills it ----

    public void clear() { count = 0; }

    public boolean isFull() { return count == rowsMax; }

    /** Where the next row's octets go. */
    public byte[] octets() { return octets; }

    public int end() { return count == 0 ? 0 : ends[count - 1]; }

    /** Makes place for a row that is as long; false when it has to be left for the next page. */
    public boolean hasPlaceFor(int length) {
        if (octets.length - end() >= length) return true;
        if (count > 0) return false;
        octets = new byte[length];
        return true;
    }

    /** The next row's key, value and end are there now. */
    public void add(int key, int value, int end) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        keys[count] = key;
        values[count] = value;
        ends[count++] = end;
    }

    /** Copies a row into it; false when it has to be left for the next page. */
    boolean take(Bytes key, byte[] value) {
        if (isFull() || !hasPlaceFor(key.length() + value.length)) return false;
        int at = end();
        System.arraycopy(key.unsafeArray(), 0, octets, at, key.length());
        System.arraycopy(value, 0, octets, at + key.length(), value.length);
        add(at, at + key.length(), at + key.length() + value.length);
        return true;
    }
}
