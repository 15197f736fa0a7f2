package sigillo.account;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** How many memberships of a thread are in one mailbox, and how many of these are unseen. */
record ThreadCount(long emails, long unseen) {
    private static final int VERSION = 1;
    static final ThreadCount NONE = new ThreadCount(0, 0);

    ThreadCount plus(ThreadCount more) { return new ThreadCount(emails + more.emails, unseen + more.unseen); }

    byte[] encode() { return new RowOut(VERSION).number(emails).number(unseen).done(); }

    static ThreadCount decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new ThreadCount(in.number(), in.number());
    }
}
