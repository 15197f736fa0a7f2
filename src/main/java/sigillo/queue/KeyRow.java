package sigillo.queue;

import sigillo.shred.Wrapped;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The key of an entry, wrapped: the one row of an entry that is written again when a key outside of the store is followed
 * by another. {@code givenUp}: an operator has let go of the file that had the key; it opens should that file come back.
 */
record KeyRow(Wrapped key, boolean givenUp) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).fixed(key.encode()).flag(givenUp).done(); }

    static KeyRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new KeyRow(Wrapped.decode(in.fixed(Wrapped.OCTETS)), in.flag());
    }
}
