package sigillo.sealing;

import java.util.Arrays;
import sigillo.base.Bytes;

/**
 * Where a record belongs: whose it is, what it holds, and what the store calls it. A record that is found at another
 * place is not opened.
 */
public record RecordPlace(RecordHeader.Kind kind, long account, Bytes id) {

    /** {@code id} of at most 16 octets; a shorter one is filled with zeros. */
    public RecordPlace {
        if (id.length() > RecordHeader.ID_OCTETS) throw new IllegalArgumentException("an id of " + id.length() + " octets");
        id = Bytes.wrap(Arrays.copyOf(id.unsafeArray(), RecordHeader.ID_OCTETS));
    }

    boolean isOf(RecordHeader header) {
        return header.kind() == kind && header.account() == account && header.id().equals(id);
    }
}
