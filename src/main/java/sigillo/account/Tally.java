package sigillo.account;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** What changes in a mailbox with its messages. Changed only by the {@link Ledger} of a work. */
final class Tally {
    private static final int VERSION = 1;

    long uidNext = 1;
    long modSeq;
    long emails;
    long unseen;
    long deleted;
    long threads;
    long unseenThreads;
    long size;
    /** From this UID on, no session has been told of a message: see {@link Recents}. At most {@link #uidNext}. */
    long recentFrom = 1;
    /** As in {@link MailboxRow}; here too, so that a deposit need not read that row. */
    boolean doomed;

    Mailbox.Counts counts() { return new Mailbox.Counts(emails, unseen, deleted, threads, unseenThreads, size); }

    /** Counts a membership in, or out with {@code times} -1. */
    void count(EntryRow entry, int times) {
        emails += times;
        size += times * entry.size();
        if (!entry.marks().seen()) unseen += times;
        if (entry.deleted()) deleted += times;
    }

    byte[] encode() {
        return new RowOut(VERSION).number(uidNext).number(modSeq).number(emails).number(unseen).number(deleted)
            .number(threads).number(unseenThreads).number(size).octet(doomed ? 1 : 0).number(recentFrom).done();
    }

    static Tally decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var tally = new Tally();
        tally.uidNext = in.number();
        tally.modSeq = in.number();
        tally.emails = in.number();
        tally.unseen = in.number();
        tally.deleted = in.number();
        tally.threads = in.number();
        tally.unseenThreads = in.number();
        tally.size = in.number();
        tally.doomed = in.octet() != 0;
        // rows of before have none: what was there then is not new to anybody
        tally.recentFrom = in.isAtEnd() ? tally.uidNext : in.number();
        return tally;
    }
}
