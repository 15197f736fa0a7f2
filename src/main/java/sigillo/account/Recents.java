package sigillo.account;

import sigillo.store.Tx;

/**
 * Up to which UID some session has been told of the messages of a mailbox. Those from there on are \Recent for the next that
 * hears of them, and for no other: RFC 3501 section 2.3.2. One number a mailbox, in its {@link Tally}; what was taken and is
 * not written yet is in memory, and a crash forgets it, which that section allows (what is not known counts as recent). Any
 * thread.
 */
final class Recents {
    private final Context context;

    Recents(Context context) { this.context = context; }

    long from(MailboxId mailbox) {
        var told = context.told().get(mailbox);
        return told != null ? told : written(mailbox);
    }

    /** Of several that take the same messages at the same time, one gets them. */
    long take(MailboxId mailbox, long end) {
        var before = new long[1];
        context.told().compute(mailbox, (_, told) -> {
            before[0] = told != null ? told : written(mailbox);
            return before[0] < end ? (Long) end : told;
        });
        return before[0];
    }

    /** Of a mailbox that is gone nothing is recent. */
    private long written(MailboxId mailbox) {
        return context.committed().get(Keys.tally(mailbox)).map(row -> Tally.decode(row).recentFrom).orElse(Long.MAX_VALUE);
    }

    void keep(MailboxId mailbox) {
        var told = context.told().get(mailbox);
        if (told == null) return;
        boolean isThere = context.transactions().write(tx -> {
            var tally = tx.get(Keys.tally(mailbox)).map(Tally::decode);
            tally.ifPresent(row -> {
                write(context, tx, mailbox, row);
                tx.put(Keys.tally(mailbox), row.encode());
            });
            return tally.isPresent();
        });
        if (!isThere) context.told().remove(mailbox);
    }

    /** Into a row that the caller puts. */
    static void write(Context context, Tx tx, MailboxId mailbox, Tally tally) {
        var told = context.told().get(mailbox);
        if (told == null) return;
        tally.recentFrom = Math.max(tally.recentFrom, told);
        tx.afterCommit(() -> context.told().remove(mailbox, told));
    }

    /** Counts on the side where fewer UIDs are. */
    long count(Mailbox mailbox) {
        long from = from(mailbox.id());
        if (from >= mailbox.uidNext()) return 0;
        boolean above = mailbox.uidNext() - from < from;
        long counted = above ? Entries.count(context.committed(), mailbox.id(), from, UidSet.UID_MAX)
            : Entries.count(context.committed(), mailbox.id(), 1, from - 1);
        return above ? counted : Math.max(0, mailbox.counts().emails() - counted);
    }
}
