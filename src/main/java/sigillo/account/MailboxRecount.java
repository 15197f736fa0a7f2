package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A mailbox counted again. What is said in two places is compared by sums of hashes, so that a mailbox of any size
 * needs a few numbers: {@code places} of the Emails with entries, {@code threads} and {@code keywords} with their
 * counters.
 */
final class MailboxRecount {
    private final long id;
    Optional<Tally> kept = Optional.empty();
    Optional<MailboxRow> row = Optional.empty();
    boolean named;
    private final Tally counted = new Tally();
    private long placesOfEmails;
    private long placesOfEntries;
    private long threadsKept;
    private long threadsCounted;
    private long keywordsKept;
    private long keywordsCounted;

    MailboxRecount(long id) { this.id = id; }

    void place(long uid, long email, EmailRow row) {
        placesOfEmails += place(uid, email, row.thread(), row.receivedAt(), row.size());
    }

    void entry(long uid, EntryRow row) {
        counted.count(row, 1);
        counted.uidNext = Math.max(counted.uidNext, uid + 1);
        counted.modSeq = Math.max(counted.modSeq, row.modSeq());
        placesOfEntries += place(uid, row.email().value(), row.thread(), row.receivedAt(), row.size());
        threadsCounted += sum(row.thread().value(), new ThreadCount(1, row.marks().seen() ? 0 : 1));
        for (int number : row.marks().others()) keywordsCounted += hash(number, 1);
    }

    void thread(long thread, ThreadCount count) {
        counted.threads++;
        if (count.unseen() > 0) counted.unseenThreads++;
        threadsKept += sum(thread, count);
    }

    void keyword(int number, long uses) { keywordsKept += uses * hash(number, 1); }

    /** Whether the sums of memberships differ, so that it is worth to look for the entries that are wrong. */
    boolean hasStrays() { return placesOfEmails != placesOfEntries; }

    void check(long revision, Consumer<String> faults) {
        var name = new MailboxId(id);
        if (row.isEmpty() || kept.isEmpty()) {
            faults.accept("mailbox " + name + " lacks a row");
            return;
        }
        if (!kept.get().counts().equals(counted.counts())) {
            faults.accept("mailbox " + name + " says " + kept.get().counts() + " and has " + counted.counts());
        }
        if (kept.get().uidNext < counted.uidNext) {
            faults.accept("mailbox " + name + " has a UID that is not below UIDNEXT");
        }
        if (kept.get().recentFrom > kept.get().uidNext) faults.accept("mailbox " + name + " has told of messages to come");
        if (kept.get().modSeq < counted.modSeq) faults.accept("mailbox " + name + " has an entry with a higher MODSEQ");
        if (kept.get().modSeq > revision) faults.accept("mailbox " + name + " has a MODSEQ of the future");
        if (hasStrays()) faults.accept("mailbox " + name + ": its entries are not what its Emails say");
        if (threadsKept != threadsCounted) faults.accept("mailbox " + name + ": its threads are counted wrong");
        if (keywordsKept != keywordsCounted) faults.accept("mailbox " + name + ": its keywords are counted wrong");
        if (named == row.get().doomed()) faults.accept("mailbox " + name + " is listed wrong under its name");
        if (row.get().doomed() != kept.get().doomed) faults.accept("mailbox " + name + " is doomed in one place only");
    }

    private static long place(long uid, long email, ThreadId thread, Instant receivedAt, long size) {
        return hash(hash(uid, email), hash(thread.value(), receivedAt.toEpochMilli() + size));
    }

    private static long sum(long thread, ThreadCount count) {
        return count.emails() * hash(thread, 1) + count.unseen() * hash(thread, 2);
    }

    /** Mixes; a sum of such values stands for a set of pairs. */
    static long hash(long a, long b) {
        long h = a * 0x9E3779B97F4A7C15L ^ b;
        h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
        return h ^ h >>> 31;
    }
}
