package sigillo.queue;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * When the queue last said that it runs, and how long it was known not to run before that. Milliseconds. Every start reads
 * it first: its version keeps programs from before rows were sealed from taking the queue for an empty one.
 */
record AliveRow(long at, long downtime) {
    private static final int VERSION = 2;
    private static final int BEFORE_SEALED_ROWS = 1;

    byte[] encode() { return new RowOut(VERSION).number(at).number(downtime).done(); }

    static AliveRow decode(byte[] row) {
        var in = new RowIn(row, row.length > 0 && row[0] == BEFORE_SEALED_ROWS ? BEFORE_SEALED_ROWS : VERSION);
        return new AliveRow(in.number(), in.number());
    }
}
