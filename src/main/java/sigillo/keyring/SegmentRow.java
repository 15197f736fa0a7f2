package sigillo.keyring;

import sigillo.base.Bytes;
import sigillo.sealing.WrappedKey;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The key of a segment: sealed with the public key of an epoch, as delivery can do it, and then with this server's
 * {@code mark}; or wrapped under the root key of the epoch, as who has opened it once does, because it opens a hundred
 * times as fast. {@code mark} is empty then, and of one from before there were marks.
 */
record SegmentRow(int epoch, Bytes key, Bytes mark) {
    private static final int UNMARKED = 1;
    private static final int MARKED = 2;

    static SegmentRow wrapped(int epoch, byte[] key) { return new SegmentRow(epoch, Bytes.wrap(key), Bytes.EMPTY); }

    boolean isWrapped() { return key.length() == WrappedKey.OCTETS; }

    boolean isMarked() { return mark.length() > 0; }

    byte[] encode() {
        var out = new RowOut(isMarked() ? MARKED : UNMARKED).number(epoch).sized(key.unsafeArray());
        return isMarked() ? out.sized(mark.unsafeArray()).done() : out.done();
    }

    static SegmentRow decode(byte[] row) {
        boolean isMarked = row.length > 0 && row[0] == MARKED;
        var in = new RowIn(row, isMarked ? MARKED : UNMARKED);
        return new SegmentRow(in.integer(), Bytes.wrap(in.sized()), isMarked ? Bytes.wrap(in.sized()) : Bytes.EMPTY);
    }
}
