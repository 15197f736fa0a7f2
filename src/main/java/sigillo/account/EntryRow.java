package sigillo.account;

import java.time.Instant;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * A membership. Keywords, size and date are the Email's, kept here too so that IMAP's commonest FETCH reads one range.
 */
record EntryRow(EmailId email, ThreadId thread, long modSeq, boolean deleted, Marks marks, long size,
                Instant receivedAt) {
    private static final int VERSION = 1;

    EntryRow with(Marks newMarks, boolean newDeleted, long newModSeq) {
        return new EntryRow(email, thread, newModSeq, newDeleted, newMarks, size, receivedAt);
    }

    byte[] encode() {
        var out = new RowOut(VERSION).number(email.value()).number(thread.value()).number(modSeq).octet(deleted ? 1 : 0)
            .number(size).time(receivedAt);
        marks.encode(out);
        return out.done();
    }

    static EntryRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var email = new EmailId(in.id());
        var thread = new ThreadId(in.id());
        long modSeq = in.number();
        boolean deleted = in.octet() != 0;
        long size = in.number();
        var receivedAt = in.time();
        return new EntryRow(email, thread, modSeq, deleted, Marks.decode(in), size, receivedAt);
    }
}
