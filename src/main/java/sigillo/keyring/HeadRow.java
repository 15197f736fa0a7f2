package sigillo.keyring;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The first row of an account's keys. {@code mixed}: it has mail from before there were keys, in clear. {@code
 * nextSegment} is the number of the segment that begins next.
 */
record HeadRow(int epoch, long nextSegment, boolean mixed) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).number(epoch).number(nextSegment).flag(mixed).done(); }

    static HeadRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new HeadRow(in.integer(), in.number(), in.flag());
    }
}
