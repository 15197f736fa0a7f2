package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import sigillo.base.Bytes;
import sigillo.store.Batch;

/**
 * Answers what changed since a revision, and forgets what is old. The floor is the highest revision of which something
 * was forgotten: whoever was there or later can still be told everything.
 */
final class ChangeLog {
    /** Rows that are read back for one state: half a millisecond of them. */
    static final int BACK_MAX = 500;
    /** Messages that are so near to each other, and so many of them, are read at once. */
    private static final int GAP_MAX = 8;
    private static final int RUN_MAX = 200;

    private final Context context;

    ChangeLog(Context context) { this.context = context; }

    MailboxChanges changes(MailboxId mailbox, long since) { return changes(mailbox, since, _ -> { }); }

    <E extends Exception> MailboxChanges changes(MailboxId mailbox, long since, MailboxChanges.Room<E> room) throws E {
        // read first: what comes later may be told twice, never left out
        long revision = context.transactions().partition().revision();
        var again = new MailboxChanges.Resynchronise(revision);
        if (since > revision) return again;
        var reads = context.committed();
        var tally = reads.get(Keys.tally(mailbox)).map(Tally::decode);
        if (tally.isPresent() && tally.get().modSeq <= since) {
            return new MailboxChanges.Known(revision, List.of(), List.of());
        }
        var uids = touched(reads, mailbox, since);
        if (uids.isEmpty() || since < floor(reads)) return again;
        if (uids.get().length > 0) room.take(uids.get().length);
        return known(reads, mailbox, revision, uids.get());
    }

    /** The UIDs that were touched, in order: little to hold for who waits for room. Empty when they are too many. */
    private static Optional<long[]> touched(Reads reads, MailboxId mailbox, long since) {
        var uids = new TreeSet<Long>();
        var read = new int[1];
        reads.range(Keys.log(since + 1, 0), Keys.LOG.afterPrefix(), false, (_, row) -> {
            var items = LogRow.decode(row).items();
            read[0] += items.size();
            for (var item : items) {
                if (item.kind().isOfEntry() && item.mailbox() == mailbox.value()) uids.add(item.uid());
            }
            return isBounded(read[0], uids);
        });
        return isBounded(read[0], uids) ? Optional.of(uids.stream().mapToLong(uid -> uid).toArray()) : Optional.empty();
    }

    private static boolean isBounded(int read, TreeSet<Long> uids) {
        return read <= AccountLimits.CHANGES_READ_MAX && uids.size() <= AccountLimits.CHANGES_MAX;
    }

    /**
     * Visits what was touched since, in order, until the visitor says false; nothing that came after {@code until}. False when
     * not all of it is known any more, or it is too much: then nothing of it counts.
     */
    boolean visit(long since, long until, Predicate<Touched> visitor) {
        var reads = context.committed();
        var read = new int[1];
        reads.range(Keys.log(since + 1, 0), Keys.log(until + 1, 0), false, (key, row) -> {
            for (var item : LogRow.decode(row).items()) {
                if (++read[0] > AccountLimits.CHANGES_READ_MAX || !visitor.test(Touched.of(Keys.first(key), item))) return false;
            }
            return true;
        });
        return read[0] <= AccountLimits.CHANGES_READ_MAX && since >= floor(reads);
    }

    /**
     * Up to which revision nothing that {@code is} is has been touched behind the answer, of all up to {@code until}: the last that
     * did, or a later one where that lies farther back than {@link #BACK_MAX} rows, or is forgotten. Behind {@code since} nothing is
     * read: then it is {@code since} at most.
     */
    long last(long since, long until, Predicate<Touched> is) {
        var reads = context.committed();
        long[] last = {-1};
        var left = new int[] {BACK_MAX};
        reads.range(Keys.log(since + 1, 0), Keys.log(until + 1, 0), true, (key, row) -> {
            long revision = Keys.first(key);
            boolean isIt = LogRow.decode(row).items().stream().anyMatch(item -> is.test(Touched.of(revision, item)));
            if (isIt || --left[0] == 0) last[0] = revision;
            return last[0] < 0;
        });
        return Math.max(last[0], Math.min(floor(reads), until)); // what was touched up to there nobody knows
    }

    private MailboxChanges known(Reads reads, MailboxId mailbox, long revision, long[] uids) {
        var changed = new ArrayList<Entry>();
        var vanished = new ArrayList<Long>();
        var run = new ArrayList<Long>();
        for (long uid : uids) {
            if (!run.isEmpty() && (uid - run.getLast() > GAP_MAX || run.size() == RUN_MAX)) read(reads, mailbox, run, changed, vanished);
            run.add(uid);
        }
        read(reads, mailbox, run, changed, vanished);
        return new MailboxChanges.Known(revision, changed, vanished);
    }

    /** Those that lie beside each other at once. */
    private void read(Reads reads, MailboxId mailbox, List<Long> run, List<Entry> changed, List<Long> vanished) {
        if (run.isEmpty()) return;
        var there = new HashMap<Long, EntryRow>();
        var range = new UidSet(List.of(new UidSet.Range(run.getFirst(), run.getLast())));
        for (var found : Entries.page(reads, mailbox, range, 1, RUN_MAX * GAP_MAX)) there.put(found.uid(), found.row());
        for (long uid : run) {
            var row = there.get(uid);
            if (row == null) vanished.add(uid);
            else changed.add(Reading.entry(context, uid, row));
        }
        run.clear();
    }

    /** Read after the log: what was forgotten meanwhile shows in it. */
    private static long floor(Reads reads) { return reads.get(Keys.FLOOR).map(Counter::decode).orElse(0L); }

    /** Forgets what is beyond {@link AccountLimits}' bounds, in commits that others can go between. */
    void trim() {
        while (true) {
            var old = old();
            if (old.isEmpty()) return;
            long floor = Keys.first(old.getLast());
            context.transactions().write(Batch.Lane.BULK, tx -> {
                tx.givesSpace();
                for (var key : old) tx.delete(key);
                tx.put(Keys.FLOOR, Counter.encode(floor));
                return null;
            });
        }
    }

    /**
     * Some of the oldest rows that may go. The floor rises to the last one's revision, though a piece of it may stay.
     */
    private List<Bytes> old() {
        long revision = context.transactions().partition().revision();
        Instant young = context.clock().instant().minus(AccountLimits.LOG_AGE_KEPT);
        var old = new ArrayList<Bytes>();
        context.committed().each(Keys.LOG, (key, row) -> {
            long age = revision - Keys.first(key);
            boolean goes = age >= AccountLimits.LOG_REVISIONS_MAX
                || age >= AccountLimits.LOG_REVISIONS_KEPT && LogRow.decode(row).at().isBefore(young);
            if (goes) old.add(key);
            return goes && old.size() < AccountLimits.ENTRIES_OF_COMMIT_MAX;
        });
        return old;
    }
}
