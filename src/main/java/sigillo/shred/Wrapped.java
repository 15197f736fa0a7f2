package sigillo.shred;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.sealing.WrappedKey;

/** A key, wrapped under the key with the number {@code under}. */
public record Wrapped(long under, Bytes key) {
    public static final int OCTETS = 8 + WrappedKey.OCTETS;

    public byte[] encode() { return ByteBuffer.allocate(OCTETS).putLong(under).put(key.unsafeArray()).array(); }

    /** Of {@link #OCTETS} octets, or it is an {@link IllegalArgumentException}. */
    public static Wrapped decode(byte[] octets) {
        if (octets.length != OCTETS)
            throw new IllegalArgumentException("a wrapped key of " + octets.length + " octets");
        return new Wrapped(ByteBuffer.wrap(octets).getLong(), Bytes.wrap(Arrays.copyOfRange(octets, 8, OCTETS)));
    }
}
