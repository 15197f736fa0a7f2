package sigillo.queue;

import sigillo.base.Bytes;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** Which node has an entry in hand, for one destination. */
final class LeaseRow {
    /** Somebody has it, and nobody can read who: the row is damaged. */
    static final Bytes NOBODY_KNOWS = Bytes.EMPTY;
    private static final int VERSION = 1;

    private LeaseRow() {}

    static byte[] encode(Bytes node) { return new RowOut(VERSION).sized(node.unsafeArray()).done(); }

    static Bytes decode(byte[] row) {
        try {
            return Bytes.wrap(new RowIn(row, VERSION).sized());
        } catch (Damaged unreadable) {
            return NOBODY_KNOWS;
        }
    }
}
