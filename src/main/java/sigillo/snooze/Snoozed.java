package sigillo.snooze;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.account.MailboxId;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * One Email that is away. {@code aside}: the mailbox where it waits. {@code back}: those from which it was taken, to
 * which it returns. {@code tries}: how often it could not.
 */
record Snoozed(Instant until, MailboxId aside, List<MailboxId> back, int tries) {
    private static final int VERSION = 1;

    Snoozed {
        back = List.copyOf(back);
    }

    static Snoozed fresh(Instant until, MailboxId aside, List<MailboxId> back) {
        return new Snoozed(until, aside, back, 0);
    }

    Snoozed until(Instant other) { return new Snoozed(other, aside, back, tries); }

    Snoozed triedUntil(Instant next) { return new Snoozed(next, aside, back, tries + 1); }

    byte[] encode() {
        var out = new RowOut(VERSION).time(until).number(aside.value()).number(back.size());
        back.forEach(one -> out.number(one.value()));
        if (tries > 0) out.number(tries); // of rows that were always read without
        return out.done();
    }

    static Snoozed decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var until = in.time();
        var aside = new MailboxId(in.number());
        var back = new ArrayList<MailboxId>();
        for (int left = in.count(); left > 0; left--) back.add(new MailboxId(in.number()));
        return new Snoozed(until, aside, back, in.isAtEnd() ? 0 : in.integer());
    }
}
