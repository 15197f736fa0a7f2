package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * A membership. Keywords, size and date are the Email's, kept here too so that IMAP's commonest FETCH reads one range.
 * {@code savedAt}: when it came into the mailbox; rows of before have none.
 */
record EntryRow(EmailId email, ThreadId thread, long modSeq, boolean deleted, Marks marks, long size,
                Instant receivedAt, Optional<Instant> savedAt) {
    private static final int VERSION = 1;

    EntryRow with(Marks newMarks, boolean newDeleted, long newModSeq) {
        return new EntryRow(email, thread, newModSeq, newDeleted, newMarks, size, receivedAt, savedAt);
    }

    /** As it comes into another mailbox: \Deleted stays behind. */
    EntryRow copied(long newModSeq, Instant now) {
        return new EntryRow(email, thread, newModSeq, false, marks, size, receivedAt, Optional.of(now));
    }

    byte[] encode() {
        var out = new RowOut(VERSION).number(email.value()).number(thread.value()).number(modSeq).octet(deleted ? 1 : 0)
            .number(size).time(receivedAt);
        marks.encode(out);
        savedAt.ifPresent(out::time);
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
        var marks = Marks.decode(in);
        var savedAt = in.isAtEnd() ? Optional.<Instant>empty() : Optional.of(in.time());
        return new EntryRow(email, thread, modSeq, deleted, marks, size, receivedAt, savedAt);
    }
}
