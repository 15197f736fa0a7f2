package sigillo.account;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** How much of what was expunged can be had back. */
record ExpungedTally(long emails, long octets) {
    static final ExpungedTally NONE = new ExpungedTally(0, 0);
    private static final int VERSION = 1;

    ExpungedTally plus(int times, long moreOctets) { return new ExpungedTally(emails + times, octets + moreOctets); }

    byte[] encode() { return new RowOut(VERSION).number(emails).number(octets).done(); }

    static ExpungedTally decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new ExpungedTally(in.number(), in.number());
    }
}
