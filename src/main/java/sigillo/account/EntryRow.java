package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * A membership. Keywords, size and date are the Email's, kept here too so that IMAP's commonest FETCH reads one range; so is
 * {@code pop}, whether there is a {@link PopRow} of the Email and what it has. {@code savedAt}: when it came into the mailbox;
 * rows of before have none.
 */
record EntryRow(EmailId email, ThreadId thread, long modSeq, boolean deleted, int pop, Marks marks, long size,
                Instant receivedAt, Optional<Instant> savedAt) {
    private static final int VERSION = 1;
    /** With marks for POP beside \Deleted: a program that does not know them must not take them for it. */
    private static final int VERSION_WITH_POP = 2;
    /** The Email has a {@link PopRow} that says how much longer it is in POP. */
    static final int POP_ADDED = 1;
    /** The Email has a {@link PopRow} with a name. */
    static final int POP_NAMED = 2;

    EntryRow with(Marks newMarks, boolean newDeleted, long newModSeq) {
        return new EntryRow(email, thread, newModSeq, newDeleted, pop, newMarks, size, receivedAt, savedAt);
    }

    /** As it comes into another mailbox: \Deleted stays behind. */
    EntryRow copied(long newModSeq, Instant now) {
        return new EntryRow(email, thread, newModSeq, false, pop, marks, size, receivedAt, Optional.of(now));
    }

    byte[] encode() {
        var out = new RowOut(pop == 0 ? VERSION : VERSION_WITH_POP).number(email.value()).number(thread.value()).number(modSeq)
            .octet((deleted ? 1 : 0) | pop << 1).number(size).time(receivedAt);
        marks.encode(out);
        savedAt.ifPresent(out::time);
        return out.done();
    }

    static EntryRow decode(byte[] row) {
        var in = new RowIn(row, row.length > 0 && row[0] == VERSION_WITH_POP ? VERSION_WITH_POP : VERSION);
        var email = new EmailId(in.id());
        var thread = new ThreadId(in.id());
        long modSeq = in.number();
        int bits = in.octet();
        long size = in.number();
        var receivedAt = in.time();
        var marks = Marks.decode(in);
        var savedAt = in.isAtEnd() ? Optional.<Instant>empty() : Optional.of(in.time());
        return new EntryRow(email, thread, modSeq, (bits & 1) != 0, bits >> 1, marks, size, receivedAt, savedAt);
    }
}
