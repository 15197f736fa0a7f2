package sigillo.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.base.Glance;

/**
 * Rows that are read at once, key and value one after the other in the same octets each time: for who reads through
 * thousands and keeps none. One thread.
 */
public final class Page {
    private static final int OCTETS_MIN = 4 << 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int rowsMax;
    private int octetsMax;
    private byte[] octets;
    private int[] keys = new int[16];   // where the key of each row begins
    private int[] values = new int[16]; // and its value
    private int[] ends = new int[16];
    private int count;

    /** Of so many octets and rows at most; a row that is longer is there alone. */
    public Page(int octetsMax, int rowsMax) {
        this.rowsMax = rowsMax;
        this.octetsMax = Math.max(OCTETS_MIN, octetsMax);
        this.octets = new byte[this.octetsMax];
    }

    /** From the next reading on it is of so many octets at most; it takes as many as it ever was of. What was read is gone. */
    public void bound(int newOctetsMax) {
        clear();
        octetsMax = Math.max(OCTETS_MIN, newOctetsMax);
        if (octets.length < octetsMax) octets = new byte[octetsMax];
    }

    public int count() { return count; }

    public Bytes key(int row) { return Bytes.wrap(Arrays.copyOfRange(octets, keys[row], values[row])); }

    /** The eight octets at a place of its key, the highest first. */
    public long keyLong(int row, int at) { return (long) LONG.get(octets, keys[row] + at); }

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

    /** Of octets that it may have. */
    public int octetsMax() { return octetsMax; }

    /** How many octets there are for the next row. */
    public int room() { return octetsMax - end(); }

    /** Makes place for a row that is as long; false when it has to be left for the next page. */
    public boolean hasPlaceFor(int length) {
        if (room() >= length) return true;
        if (count > 0) return false;
        bound(length);
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
