package sigillo.account;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sigillo.store.Tx;

/**
 * What one work changes. Every membership is written here, so that counters, threads, keywords and the change log
 * cannot miss one; these are gathered and written once, by {@link #close}, which also tells the listeners after the
 * commit.
 */
final class Ledger {
    private record ThreadIn(MailboxId mailbox, ThreadId thread) {}

    private final Context context;
    private final Tx tx;
    private final AccountRow account;
    private final KeywordTable keywords;
    private final Map<MailboxId, Tally> tallies = new LinkedHashMap<>();
    private final Map<ThreadIn, ThreadCount> threads = new LinkedHashMap<>();
    private final List<LogRow.Item> log = new ArrayList<>();
    private final Set<MailboxId> touched = new HashSet<>();
    private boolean mailboxList;

    Ledger(Context context, Tx tx) {
        this.context = context;
        this.tx = tx;
        this.account = tx.get(Keys.ACCOUNT).map(AccountRow::decode).filter(row -> !row.removed)
            .orElseThrow(() -> new IllegalStateException("account " + context.id() + " has been removed"));
        this.keywords = new KeywordTable(tx, context.names(), account);
    }

    Tx tx() { return tx; }

    AccountRow account() { return account; }

    KeywordTable keywords() { return keywords; }

    long revision() { return tx.revision(); }

    long nextId() { return account.nextId++; }

    /** A message more. {@code max}: what the account may hold, where there is a limit. */
    void grow(long size, OptionalLong max) {
        account.octets += size;
        if (max.isEmpty()) return;
        long octets = account.octets;
        new QuotaWork(tx).grown(octets, max.getAsLong()).ifPresent(percent -> {
            var warning = new QuotaWarning(context.id(), percent, octets, max.getAsLong());
            tx.afterCommit(() -> context.warnings().accept(warning));
        });
    }

    /** A message less. */
    void shrink(long size) {
        account.octets -= size;
        new QuotaWork(tx).shrunk(account.octets);
    }

    /** Empty when nothing can come into such a mailbox. What the caller changes is written once it is touched. */
    Optional<Tally> tally(MailboxId mailbox) { return anyTally(mailbox).filter(tally -> !tally.doomed); }

    private Optional<Tally> anyTally(MailboxId mailbox) {
        var known = tallies.get(mailbox);
        if (known != null) return Optional.of(known);
        var read = tx.get(Keys.tally(mailbox)).map(Tally::decode);
        read.ifPresent(tally -> tallies.put(mailbox, tally));
        return read;
    }

    void add(LogRow.Kind kind, MailboxId mailbox, long uid, EntryRow entry) {
        touch(kind, mailbox, uid, entry).count(entry, 1);
        keywords.count(mailbox, entry.marks(), 1);
        countThread(mailbox, entry, 1);
        tx.put(Keys.entry(mailbox, uid), entry.encode());
    }

    void change(MailboxId mailbox, long uid, EntryRow before, EntryRow after) {
        var tally = touch(LogRow.Kind.CHANGED, mailbox, uid, after);
        tally.count(before, -1);
        tally.count(after, 1);
        if (before.marks().seen() != after.marks().seen()) {
            countThread(mailbox, before, -1);
            countThread(mailbox, after, 1);
        }
        if (!before.marks().others().equals(after.marks().others())) {
            keywords.count(mailbox, before.marks(), -1);
            keywords.count(mailbox, after.marks(), 1);
        }
        tx.put(Keys.entry(mailbox, uid), after.encode());
    }

    void remove(LogRow.Kind kind, MailboxId mailbox, long uid, EntryRow entry) {
        touch(kind, mailbox, uid, entry).count(entry, -1);
        keywords.count(mailbox, entry.marks(), -1);
        countThread(mailbox, entry, -1);
        tx.delete(Keys.entry(mailbox, uid));
    }

    /** Notes that the list of mailboxes is another now. */
    void mailbox(LogRow.Kind kind, MailboxId mailbox) {
        log.add(new LogRow.Item(kind, mailbox.value(), 0, 0));
        touched.add(mailbox);
        mailboxList = true;
    }

    /** Writes what has been gathered; nothing when nothing was touched. */
    void close() {
        if (log.isEmpty()) return;
        threads.forEach(this::closeThread);
        keywords.close();
        for (var mailbox : touched) {
            var tally = tallies.get(mailbox);
            if (tally == null) continue;
            Recents.write(context, tx, mailbox, tally);
            tx.put(Keys.tally(mailbox), tally.encode());
        }
        writeLog();
        tx.put(Keys.ACCOUNT, account.encode());
        var changes = new Changes(context.id(), tx.revision(), touched, mailboxList);
        tx.afterCommit(() -> context.listeners().tell(changes));
    }

    private Tally touch(LogRow.Kind kind, MailboxId mailbox, long uid, EntryRow entry) {
        var tally = anyTally(mailbox).orElseThrow(() -> new IllegalStateException("no mailbox " + mailbox));
        tally.modSeq = tx.revision();
        touched.add(mailbox);
        long thread = kind == LogRow.Kind.DESTROYED ? entry.thread().value() : 0;
        log.add(new LogRow.Item(kind, mailbox.value(), uid, entry.email().value(), thread));
        return tally;
    }

    private void countThread(MailboxId mailbox, EntryRow entry, int times) {
        var more = new ThreadCount(times, entry.marks().seen() ? 0 : times);
        threads.merge(new ThreadIn(mailbox, entry.thread()), more, ThreadCount::plus);
    }

    private void closeThread(ThreadIn in, ThreadCount more) {
        if (more.equals(ThreadCount.NONE)) return;
        var tally = tallies.get(in.mailbox);
        var key = Keys.threadIn(in.mailbox, in.thread);
        var before = tx.get(key).map(ThreadCount::decode).orElse(ThreadCount.NONE);
        var after = before.plus(more);
        tally.threads += Math.min(after.emails(), 1) - Math.min(before.emails(), 1);
        tally.unseenThreads += Math.min(after.unseen(), 1) - Math.min(before.unseen(), 1);
        if (after.emails() == 0) tx.delete(key);
        else tx.put(key, after.encode());
    }

    private void writeLog() {
        var at = context.clock().instant();
        for (int from = 0; from < log.size(); from += LogRow.ITEMS_MAX) {
            var items = log.subList(from, Math.min(log.size(), from + LogRow.ITEMS_MAX));
            tx.put(Keys.log(tx.revision(), account.nextLogSequence++), new LogRow(at, items).encode());
        }
    }
}
