package sigillo.keyring;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The first row of an account's keys. {@code mixed}: it has mail from before there were keys, in clear. {@code
 * nextSegment} and {@code nextSlot} are the numbers of those that begin next.
 */
record HeadRow(int epoch, long nextSegment, boolean mixed, long nextSlot) {
    /** Had one slot, the server's, with the number 1. */
    private static final int FIRST_VERSION = 1;
    private static final int VERSION = 2;

    byte[] encode() {
        return new RowOut(VERSION).number(epoch).number(nextSegment).flag(mixed).number(nextSlot).done();
    }

    static HeadRow decode(byte[] row) {
        boolean isFirst = row.length > 0 && row[0] == FIRST_VERSION;
        var in = new RowIn(row, isFirst ? FIRST_VERSION : VERSION);
        return new HeadRow(in.integer(), in.number(), in.flag(), isFirst ? 2 : in.number());
    }

    HeadRow nextSegment(long next) { return new HeadRow(epoch, next, mixed, nextSlot); }

    HeadRow nextSlot(long next) { return new HeadRow(epoch, nextSegment, mixed, next); }

    HeadRow epoch(int now) { return new HeadRow(now, nextSegment, mixed, nextSlot); }
}
