package sigillo.keyring;

import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * How far segments are wrapped under the root key of {@code epoch}: all below {@code upTo}. With this server's mark,
 * since epochs before are let go of by it.
 */
record RewrapRow(int epoch, long upTo, Bytes mark) {
    /** Those from before there were marks are not taken: all is looked at once more. */
    private static final int UNMARKED = 1;
    private static final int MARKED = 2;

    byte[] encode() { return new RowOut(MARKED).number(epoch).number(upTo).sized(mark.unsafeArray()).done(); }

    /** Empty for one from before there were marks. */
    static Optional<RewrapRow> decode(byte[] row) {
        if (row.length > 0 && row[0] == UNMARKED) return Optional.empty();
        var in = new RowIn(row, MARKED);
        return Optional.of(new RewrapRow(in.integer(), in.number(), Bytes.wrap(in.sized())));
    }
}
