package sigillo.sealing;

import java.nio.ByteBuffer;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * The first 72 octets of a record, in clear, and bound into its key. {@code account} is the account's tag, {@code
 * segment} the segment whose key it is under, {@code id} what the store calls it (cut or filled with zeros to 16
 * octets), {@code length} the octets of what it holds. The salt makes each record's key one that is used once.
 */
public record RecordHeader(Kind kind, long account, long segment, Bytes id, long length, Bytes salt) {
    public static final int OCTETS = 72;
    static final int ID_OCTETS = 16;
    static final int SALT_OCTETS = 16;
    private static final int MAGIC = 0x53474C31; // SGL1
    private static final int VERSION = 1;

    /** What it holds. Their numbers are in what is kept: never to be changed. */
    public enum Kind {
        MESSAGE(1), META(2), TEXT(3), FEATURES(4), NAME(5), PIECE(6), MANIFEST(7), BOX(8), ANNOTATION(9), SKETCH(10), DEVICE(11),
        FIELDS(12), LEDGER(13), CLIENT_TEXT(14);

        private final int number;

        private static final Kind[] ALL = values();

        Kind(int number) { this.number = number; }

        private static Kind of(int number) throws SealBroken {
            for (var kind : ALL) if (kind.number == number) return kind;
            throw unknown("kind " + number);
        }
    }

    public RecordHeader {
        if (id.length() != ID_OCTETS) throw new IllegalArgumentException("an id has " + ID_OCTETS + " octets");
        if (salt.length() != SALT_OCTETS) throw new IllegalArgumentException("a salt has " + SALT_OCTETS + " octets");
        if (length < 0) throw new IllegalArgumentException("a length of " + length);
    }

    byte[] encode() {
        return ByteBuffer.allocate(OCTETS).putInt(MAGIC).put((byte) VERSION).put((byte) kind.number)
            .put((byte) SealedRecord.CHUNK_LOG).put((byte) 0).putLong(account).putLong(segment)
            .put(id.unsafeArray()).putLong(length).put(salt.unsafeArray()).putLong(0).array();
    }

    /** Only what {@link #encode} writes: throws {@link SealBroken} for anything else. */
    static RecordHeader parse(byte[] octets) throws SealBroken { return parse(octets, 0, octets.length); }

    /** At the start of {@code [from, to)}. */
    static RecordHeader parse(byte[] octets, int from, int to) throws SealBroken {
        if (to - from < OCTETS) throw new SealBroken("a record of " + (to - from) + " octets has no header");
        var in = ByteBuffer.wrap(octets, from, OCTETS);
        if (in.getInt() != MAGIC) throw new SealBroken("this is no sealed record");
        int version = in.get();
        if (version != VERSION) throw unknown("version " + version);
        int number = in.get();
        var kind = Kind.of(number);
        if (in.get() != SealedRecord.CHUNK_LOG || in.get() != 0)
            throw new SealBroken("a record in chunks of another size");
        long account = in.getLong();
        long segment = in.getLong();
        var id = taken(in, ID_OCTETS);
        long length = in.getLong();
        if (length < 0 || length > SealedRecord.LENGTH_MAX) throw new SealBroken("a record of " + length + " octets");
        var salt = taken(in, SALT_OCTETS);
        if (in.getLong() != 0) throw new SealBroken("a record with something where there is nothing yet");
        return new RecordHeader(kind, account, segment, id, length, salt);
    }

    private static SealBroken unknown(String what) {
        return new SealBroken("a record of " + what + ", which this program does not know");
    }

    private static Bytes taken(ByteBuffer in, int count) {
        var octets = new byte[count];
        in.get(octets);
        return Bytes.wrap(octets);
    }

    byte[] hash() { return Sha256.of(encode()); }
}
