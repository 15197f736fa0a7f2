package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the memberships of a mailbox by UID. */
final class Entries {
    /** Rows held in memory at a time by a visit. */
    private static final int PAGE = 500;

    /** A membership's row with its UID, which is in the key. */
    record Numbered(long uid, EntryRow row) {}

    private Entries() {}

    static Optional<EntryRow> row(Reads reads, MailboxId mailbox, long uid) {
        return reads.get(Keys.entry(mailbox, uid)).map(EntryRow::decode);
    }

    /** The first {@code max} memberships of the set from UID {@code from} on. */
    static List<Numbered> page(Reads reads, MailboxId mailbox, UidSet uids, long from, int max) {
        var page = new ArrayList<Numbered>();
        for (var range : uids.ranges()) {
            if (page.size() >= max) break;
            if (range.last() < from) continue;
            long first = Math.max(range.first(), from);
            if (first == range.last()) row(reads, mailbox, first).ifPresent(row -> page.add(new Numbered(first, row)));
            else read(reads, mailbox, first, range.last(), max, page);
        }
        return page;
    }

    private static void read(Reads reads, MailboxId mailbox, long first, long last, int max, List<Numbered> page) {
        if (first > UidSet.UID_MAX) return;
        var end = Keys.after(Keys.entry(mailbox, Math.min(last, UidSet.UID_MAX)));
        reads.range(Keys.entry(mailbox, first), end, false, (key, row) -> {
            page.add(new Numbered(Keys.last4(key), EntryRow.decode(row)));
            return page.size() < max;
        });
    }

    /** Visits by pages, so that no iterator is open while the visitor works. */
    static void each(Reads reads, MailboxId mailbox, UidSet uids, Predicate<Numbered> visitor) {
        long from = 1;
        while (true) {
            var page = page(reads, mailbox, uids, from, PAGE);
            for (var entry : page) {
                if (!visitor.test(entry)) return;
            }
            if (page.size() < PAGE) return;
            from = page.getLast().uid() + 1;
        }
    }

    /** How many have a UID from the first to the last; without reading what is in them. */
    static long count(Reads reads, MailboxId mailbox, long first, long last) {
        if (first > last) return 0;
        var count = new long[1];
        reads.range(Keys.entry(mailbox, first), Keys.after(Keys.entry(mailbox, last)), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    static UidList uids(Reads reads, MailboxId mailbox) {
        var uids = new UidList();
        reads.each(Keys.entries(mailbox), (key, _) -> {
            uids.add(Keys.last4(key));
            return true;
        });
        return uids;
    }
}
