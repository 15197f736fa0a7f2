package sigillo.trace;

import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.StoreException;

/**
 * Seals rows of stories, which name people, under the server's key for stories: who has the store alone reads only when
 * something happened to a message. A row from before begins with its format and is in clear. Any thread.
 */
final class RowSeal {
    private static final byte SEALED = 2;

    private final Secret key;
    private final Randomness randomness = Randomness.secure();

    /** {@code key}: 32 octets. */
    RowSeal(Bytes key) { this.key = Secret.take(key.toArray()); }

    byte[] seal(Bytes place, Row row) {
        var sealed = SealedRow.seal(key, place.unsafeArray(), row.encode(), randomness);
        var value = new byte[1 + sealed.length];
        value[0] = SEALED;
        System.arraycopy(sealed, 0, value, 1, sealed.length);
        return value;
    }

    /** Throws {@link StoreException} for what was changed, or is under another key. */
    Row open(Bytes place, byte[] value) {
        if (value.length == 0 || value[0] != SEALED) return Row.decode(value);
        try {
            return Row.decode(SealedRow.open(key, place.unsafeArray(), Arrays.copyOfRange(value, 1, value.length)));
        } catch (SealBroken broken) {
            throw new StoreException("a story does not open: " + broken.getMessage(), broken);
        }
    }
}
