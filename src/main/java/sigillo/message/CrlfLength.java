package sigillo.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How long a message is when each of its lines ends with CRLF: a CR or LF that stands alone becomes one, and a last line
 * without an end gets one (decision 0005). RFC 1939 section 11 counts messages so. Octets of {@code .}-stuffing are not of it.
 * Counted beside the reading of a structure, {@link Message#lengthWithCrlf}; one thread.
 */
final class CrlfLength {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private long octets;
    /** Places where a CR has no LF behind it, or a LF no CR in front: an octet is missing at each. */
    private long alone;
    private byte last;

    /** {@code [from, to)} comes next. */
    void add(byte[] message, int from, int to) {
        if (from == to) return;
        int i = from;
        long behindCr = last == '\r' ? 0x80 : 0;
        for (; i + 8 <= to; i += 8) {
            long eight = (long) LONGS.get(message, i);
            long cr = equal(eight, '\r');
            // an octet's mark moves up to the next octet, which has to be LF
            alone += Long.bitCount(cr << 8 ^ behindCr ^ equal(eight, '\n'));
            behindCr = cr >>> 56;
        }
        boolean isBehindCr = behindCr != 0;
        for (; i < to; i++) {
            if (isBehindCr != (message[i] == '\n')) alone++;
            isBehindCr = message[i] == '\r';
        }
        octets += to - from;
        last = message[to - 1];
    }

    /** Where an octet is {@code wanted} its highest bit is set, and no other bit is. */
    private static long equal(long eight, char wanted) {
        long x = eight ^ wanted * LOW_BITS;
        return ~((x & ~HIGH_BITS) + ~HIGH_BITS | x) & HIGH_BITS;
    }

    /** In octets; the message's own length when it is regular. */
    long length() {
        if (octets == 0 || last == '\n') return octets + alone;
        return octets + alone + (last == '\r' ? 1 : 2);
    }
}
