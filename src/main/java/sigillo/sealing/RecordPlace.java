package sigillo.sealing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * Where a record belongs: whose it is, what it holds, and what the store calls it. A record that is found at another
 * place is not opened.
 */
public record RecordPlace(RecordHeader.Kind kind, long account, Bytes id) {

    /** {@code id} of at most 16 octets; a shorter one is filled with zeros. */
    public RecordPlace {
        if (id.length() > RecordHeader.ID_OCTETS) {
            throw new IllegalArgumentException("an id of " + id.length() + " octets");
        }
        id = Bytes.wrap(Arrays.copyOf(id.unsafeArray(), RecordHeader.ID_OCTETS));
    }

    /** Of a message, which the store knows by the id of its blob. */
    public static RecordPlace ofMessage(long account, Bytes blob) {
        return new RecordPlace(RecordHeader.Kind.MESSAGE, account,
            Bytes.wrap(Arrays.copyOf(Sha256.of(blob.unsafeArray()), RecordHeader.ID_OCTETS)));
    }

    /** Of what is known by a number: an Email, a mailbox. */
    public static RecordPlace of(RecordHeader.Kind kind, long account, long number) {
        return new RecordPlace(kind, account, Bytes.wrap(ByteBuffer.allocate(8).putLong(number).array()));
    }

    boolean isOf(RecordHeader header) {
        return header.kind() == kind && header.account() == account && header.id().equals(id);
    }
}
