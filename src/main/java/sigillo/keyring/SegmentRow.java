package sigillo.keyring;

import sigillo.base.Bytes;
import sigillo.sealing.WrappedKey;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The key of a segment: sealed with the public key of an epoch, as delivery can do it, or wrapped under the root key of
 * the epoch, as who has opened it once does, because it opens a hundred times as fast.
 */
record SegmentRow(int epoch, Bytes key) {
    private static final int VERSION = 1;

    boolean isWrapped() { return key.length() == WrappedKey.OCTETS; }

    byte[] encode() { return new RowOut(VERSION).number(epoch).sized(key.unsafeArray()).done(); }

    static SegmentRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new SegmentRow(in.integer(), Bytes.wrap(in.sized()));
    }
}
