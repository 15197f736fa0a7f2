package sigillo.account;

import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.base.Sha256;

/**
 * Of which message a record of an Email was made. A record is sealed for its Email, a message for its blob, and which blob
 * an Email has stands in clear: whoever can write to the store could exchange two messages of an account. So the record
 * begins with an octet that no record begins with, and the first octets of SHA-256 of the blob's id; records from before
 * 2026-11-29 do not.
 */
final class Origin {
    private static final byte SAID = (byte) 0xB1;
    private static final int HASH_OCTETS = 16;
    private static final int OCTETS = 1 + HASH_OCTETS;

    private Origin() {}

    static byte[] with(Bytes blob, byte[] record) {
        var all = new byte[OCTETS + record.length];
        all[0] = SAID;
        System.arraycopy(hash(blob), 0, all, 1, HASH_OCTETS);
        System.arraycopy(record, 0, all, OCTETS, record.length);
        return all;
    }

    /** What the record holds. */
    static Glance without(Glance record) {
        return isSaid(record) ? new Glance(record.octets(), record.from() + OCTETS, record.to()) : record;
    }

    /** Whether the record was made of that message; empty when it does not say. */
    static Optional<Boolean> isOf(Glance record, Bytes blob) {
        if (!isSaid(record)) return Optional.empty();
        int from = record.from() + 1;
        return Optional.of(Arrays.equals(record.octets(), from, from + HASH_OCTETS, hash(blob), 0, HASH_OCTETS));
    }

    private static boolean isSaid(Glance record) {
        return record.length() >= OCTETS && record.octets()[record.from()] == SAID;
    }

    private static byte[] hash(Bytes blob) { return Sha256.of(blob.unsafeArray()); }
}
