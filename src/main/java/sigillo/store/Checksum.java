package sigillo.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * For backends: CRC32C of key and value, in the four octets after each value. Databases have checksums for their blocks
 * and files; this one also finds what went wrong above them, such as a value under the key of another.
 */
public final class Checksum {
    public static final int OCTETS = 4;

    private Checksum() {}

    /** The value followed by its checksum. */
    public static byte[] append(byte[] key, byte[] value) {
        var checked = Arrays.copyOf(value, value.length + OCTETS);
        fill(key, checked);
        return checked;
    }

    /** Computes the last four octets of {@code checked}. */
    public static void fill(byte[] key, byte[] checked) {
        ByteBuffer.wrap(checked).putInt(checked.length - OCTETS, of(key, checked));
    }

    /** The value without its checksum; throws {@link StoreException} when that does not match, naming {@code what}. */
    public static byte[] verify(byte[] key, byte[] checked, String what) {
        int length = checked.length - OCTETS;
        if (length < 0 || ByteBuffer.wrap(checked).getInt(length) != of(key, checked)) {
            throw broken(what);
        }
        return Arrays.copyOf(checked, length);
    }

    /** The same of a key in {@code [from, value)} and its value, with the checksum behind it, up to {@code to}. */
    public static void verify(byte[] octets, int from, int value, int to, String what) {
        int end = to - OCTETS;
        if (end < value || ByteBuffer.wrap(octets).getInt(end) != of(octets, from, end)) throw broken(what);
    }

    private static StoreException broken(String what) {
        return new Damaged("the checksum of " + what + " does not match: the disk has changed it", null);
    }

    private static int of(byte[] octets, int from, int to) {
        var crc = new CRC32C();
        crc.update(octets, from, to - from);
        return (int) crc.getValue();
    }

    private static int of(byte[] key, byte[] checked) {
        var crc = new CRC32C();
        crc.update(key);
        crc.update(checked, 0, checked.length - OCTETS);
        return (int) crc.getValue();
    }
}
