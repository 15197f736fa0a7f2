package sigillo.sealing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A row that is no secret, with this server's mark behind it: 32 octets of HMAC-SHA-256 over its place and what it
 * says, under a key that is derived from another (the expansion of HKDF, RFC 5869 section 2.3). Whoever writes to the
 * store and has no key makes none, and moves none to another place; one that stood there before he can put back.
 */
public final class MarkedRow {
    public static final int MARK_OCTETS = 32;
    private static final String LABEL = "sgl1/mark";

    private MarkedRow() {}

    /** {@code place}: where it lies. What is read of it ends before the mark. */
    public static byte[] marked(Secret under, byte[] place, byte[] clear) {
        var all = Arrays.copyOf(clear, clear.length + MARK_OCTETS);
        System.arraycopy(mark(under, place, clear), 0, all, clear.length, MARK_OCTETS);
        return all;
    }

    /** Whether this server wrote it, there. */
    public static boolean isMarked(Secret under, byte[] place, byte[] row) {
        if (row.length < MARK_OCTETS) return false;
        var clear = Arrays.copyOf(row, row.length - MARK_OCTETS);
        return MessageDigest.isEqual(mark(under, place, clear), Arrays.copyOfRange(row, clear.length, row.length));
    }

    private static byte[] mark(Secret under, byte[] place, byte[] clear) {
        var said = ByteBuffer.allocate(Integer.BYTES + place.length + clear.length).putInt(place.length).put(place)
            .put(clear).array();
        try (var mark = Kdf.derive(under, LABEL, said)) {
            return mark.toArray();
        }
    }
}
