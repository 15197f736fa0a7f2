package sigillo.queue;

import java.util.Optional;
import sigillo.shred.Wrapped;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;

/**
 * The key of an entry, wrapped: the one row of an entry that is written again when a key outside of the store is followed
 * by another. {@code givenUp}: an operator has let go of the file that had the key; it opens should that file come back.
 */
record KeyRow(Wrapped key, boolean givenUp) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).fixed(key.encode()).flag(givenUp).done(); }

    /** Empty for what is none: its entry is held in its turn, and keeps no other waiting. */
    static Optional<KeyRow> whole(byte[] row) {
        try {
            return Optional.of(decode(row));
        } catch (StoreException broken) {
            return Optional.empty();
        }
    }

    private static KeyRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new KeyRow(Wrapped.decode(in.fixed(Wrapped.OCTETS)), in.flag());
    }
}
