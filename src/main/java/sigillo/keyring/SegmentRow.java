package sigillo.keyring;

import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** The key of a segment, sealed with the public key of an epoch. */
record SegmentRow(int epoch, Bytes sealed) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).number(epoch).sized(sealed.unsafeArray()).done(); }

    static SegmentRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new SegmentRow(in.integer(), Bytes.wrap(in.sized()));
    }
}
