package sigillo.account;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** A row that is nothing but a number. */
final class Counter {
    private static final int VERSION = 1;

    private Counter() {}

    static byte[] encode(long count) { return new RowOut(VERSION).number(count).done(); }

    static long decode(byte[] row) { return new RowIn(row, VERSION).number(); }
}
