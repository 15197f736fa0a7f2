package sigillo.queue;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** When the queue last said that it runs, and how long it was known not to run before that. Milliseconds. */
record AliveRow(long at, long downtime) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).number(at).number(downtime).done(); }

    static AliveRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new AliveRow(in.number(), in.number());
    }
}
