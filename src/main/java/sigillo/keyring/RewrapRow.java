package sigillo.keyring;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** How far segments are wrapped under the root key of {@code epoch}: all below {@code upTo}. */
record RewrapRow(int epoch, long upTo) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).number(epoch).number(upTo).done(); }

    static RewrapRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new RewrapRow(in.integer(), in.number());
    }
}
