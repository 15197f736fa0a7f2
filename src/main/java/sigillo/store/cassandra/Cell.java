package sigillo.store.cassandra;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import sigillo.base.Bytes;
import sigillo.store.Checksum;
import sigillo.store.Damaged;
import sigillo.store.StoreException;

/**
 * What a row holds: its value, or where that is when it is long. On the disk an octet tells which, and a checksum over
 * the key and all of it follows.
 */
sealed interface Cell {
    /** Longer ones do not go through Paxos, which would write them twice on each node. */
    int INLINE_MAX = 512;

    record Inline(byte[] value) implements Cell {}

    /** {@code id} in the table of {@link Bulk}. */
    record Elsewhere(UUID id, int length) implements Cell {}

    static ByteBuffer encode(Bytes key, Cell cell) {
        var octets = switch (cell) {
            case Inline(var value) -> ByteBuffer.allocate(1 + value.length).put((byte) 0).put(value);
            case Elsewhere(var id, int length) -> ByteBuffer.allocate(21).put((byte) 1)
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).putInt(length);
        };
        return ByteBuffer.wrap(Checksum.append(key.unsafeArray(), octets.array()));
    }

    /** Throws {@link StoreException} naming {@code what} when the checksum does not match. */
    static Cell decode(Bytes key, ByteBuffer stored, String what) {
        var octets = Checksum.verify(key.unsafeArray(), Octet.array(stored), what);
        return switch (octets.length == 0 ? -1 : octets[0]) {
            case 0 -> new Inline(Arrays.copyOfRange(octets, 1, octets.length));
            case 1 -> {
                var at = ByteBuffer.wrap(octets, 1, 20);
                yield new Elsewhere(new UUID(at.getLong(), at.getLong()), at.getInt());
            }
            default -> throw new Damaged(what + " is of no kind that is known", null);
        };
    }

    /** Octets between the driver and us. */
    final class Octet {
        private Octet() {}

        static byte[] array(ByteBuffer buffer) {
            var octets = new byte[buffer.remaining()];
            buffer.duplicate().get(octets);
            return octets;
        }

        static Bytes bytes(ByteBuffer buffer) { return Bytes.wrap(array(buffer)); }

        static ByteBuffer buffer(Bytes bytes) { return ByteBuffer.wrap(bytes.unsafeArray()); }
    }
}
