package sigillo.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.shred.Wrapped;
import sigillo.store.RowOut;
import sigillo.store.Tx;

/**
 * Changes the queue's rows within one transaction. A row and its index rows change here together and nowhere else, so
 * that these always hold: a recipient that is not held has one waiting and one event row; a destination for which
 * someone waits has a row and one row in the time index, no later than the first of them is due and may be tried.
 */
final class QueueTx extends QueueView {
    static final int COUNTER_VERSION = 1;
    static final int ASIDE_VERSION = 1;
    private static final byte[] NOTHING = {};

    private final Tx tx;
    private final Wakeup wakeup;

    QueueTx(Tx tx, QueueSeal seal, long downtime, Wakeup wakeup) {
        super(tx, seal, downtime);
        this.tx = tx;
        this.wakeup = wakeup;
    }

    /** Told after the commit: the time index has a row at {@code time}. Must be quick. */
    interface Wakeup {
        void at(char index, long time);
    }

    /** Whether its owner may take it back, and has said when it is to leave: until then nobody lets it go before. */
    boolean isHisStill(long entry, long now) { return releasedFrom(entry).filter(time -> time > now).isPresent(); }

    /** When an entry is to leave that its owner may take back. In milliseconds. */
    Optional<Long> releasedFrom(long entry) {
        return tickets().find(entry).filter(one -> one.undo() == Ticket.Undo.PENDING).map(one -> one.sendAt().toEpochMilli());
    }

    TicketWork tickets() { return new TicketWork(tx, seal()); }

    void add(NewEntry fresh, long now, Schedule schedule) {
        long id = fresh.id();
        long start = fresh.holdUntil().map(until -> Math.max(now, until.toEpochMilli())).orElse(now);
        long event = start + schedule.noticeAfter().toMillis();
        tx.put(QueueKeys.keyOf(id), new KeyRow(fresh.key(), false).encode());
        tx.put(QueueKeys.entry(id), fresh.row().encode());
        boolean held = fresh.row().submitter().filter(this::isPaused).isPresent();
        for (int i = 0; i < fresh.parts().size(); i++) {
            var part = fresh.parts().get(i);
            var age = new Age(0, start, uncounted(part.destination(), start));
            var whole = held ? new Age(0, start, 0) : age;
            put(new RecipientKey(id, i), new RecipientRow(part.destination(), held, 0, start, event, whole, false, part.sealed()));
        }
        if (held) markHeld(fresh.row().submitter().orElseThrow(), id);
        count(new QueueCounts(1, fresh.parts().size(), held ? fresh.parts().size() : 0, fresh.row().octets()));
        fresh.row().submitter().ifPresent(submitter -> countSubmitter(submitter, 1));
    }

    /** An entry as it was before rows were sealed, with its recipients as they were; it is counted already. */
    void move(long id, Wrapped key, EntryRow row, List<RecipientKey> recipients, List<RecipientRow> rows) {
        tx.put(QueueKeys.keyOf(id), new KeyRow(key, false).encode());
        tx.put(QueueKeys.entry(id), row.encode());
        for (int i = 0; i < rows.size(); i++) put(recipients.get(i), rows.get(i));
        row.submitter().ifPresent(submitter -> countSubmitter(submitter, 1));
    }

    /** The same key, wrapped anew; not when it has changed or gone meanwhile. */
    void rewrap(long id, KeyRow from, KeyRow to) {
        if (key(id).filter(from::equals).isPresent()) tx.put(QueueKeys.keyOf(id), to.encode());
    }

    void change(RecipientKey key, RecipientRow from, RecipientRow to) {
        unindex(key, from);
        put(key, to);
        if (from.held() != to.held()) count(new QueueCounts(0, 0, to.held() ? 1 : -1, 0));
    }

    /**
     * Takes a recipient out; with the last one goes its entry, and then the entry is returned: its blob is to be
     * deleted.
     */
    Optional<EntryRow> remove(RecipientKey key, RecipientRow row) {
        unindex(key, row);
        tx.delete(QueueKeys.recipient(key));
        count(new QueueCounts(0, -1, row.held() ? -1 : 0, 0));
        return endEntry(key.entry());
    }

    /** One whose row is damaged. Its index rows are not known, and go when they are come upon. */
    Optional<EntryRow> removeDamaged(RecipientKey key) {
        tx.delete(QueueKeys.recipient(key));
        count(new QueueCounts(0, -1, 0, 0));
        return endEntry(key.entry());
    }

    /** The blob of one whose row is damaged is not known either: it is swept. */
    private Optional<EntryRow> endEntry(long id) {
        if (!recipients(id, 0, 1).isEmpty()) return Optional.empty();
        var entry = keptEntry(id).flatMap(Kept::row);
        tx.delete(QueueKeys.entry(id));
        tx.delete(QueueKeys.keyOf(id));
        tx.afterCommitOrDoubt(seal()::spoil);
        entry.ifPresentOrElse(row -> {
            count(new QueueCounts(-1, 0, 0, -row.octets()));
            row.submitter().ifPresent(submitter -> countSubmitter(submitter, -1));
        }, this::countAllAgain);
        return entry;
    }

    /** After one has gone of which nobody knows how large it was and whose. */
    private void countAllAgain() {
        tx.put(QueueKeys.COUNTS, countedAgain().encode());
        var entriesOf = entriesOfSubmitters();
        var submitters = new ArrayList<Bytes>();
        range(QueueKeys.SUBMITTERS, QueueKeys.SUBMITTERS.afterPrefix(), (key, _) -> submitters.add(QueueKeys.submitterOf(key)));
        for (var submitter : submitters) putSubmitter(submitter, entriesOf.getOrDefault(submitter, 0L));
    }

    /**
     * Puts one aside until the operator looks at it, also one whose row is damaged. False when it is not there, or was put
     * aside before.
     */
    boolean setAside(RecipientKey key, long now) {
        var kept = keptRecipient(key);
        if (kept.filter(Kept::isDamaged).isEmpty())
            return kept.flatMap(Kept::row).filter(row -> Holding.hold(this, key, row, now)).isPresent();
        tx.put(QueueKeys.recipient(key), RecipientRow.ofDamaged(octets(key), now).encode());
        count(new QueueCounts(0, 0, 1, 0));
        return true;
    }

    private byte[] octets(RecipientKey key) {
        return Kept.of(() -> tx.get(QueueKeys.recipient(key))).flatMap(Kept::row).orElse(NOTHING);
    }

    /** Until {@link #unpause} nothing leaves that this one puts in; what waits is held one by one. */
    void pause(Bytes submitter) { tx.put(QueueKeys.paused(submitter), NOTHING); }

    void unpause(Bytes submitter) { tx.delete(QueueKeys.paused(submitter)); }

    /** For a pause of its submitter's, so that it is found when that is lifted. */
    void markHeld(Bytes submitter, long entry) { tx.put(QueueKeys.heldOf(submitter, entry), NOTHING); }

    void unmarkHeld(Bytes submitter, long entry) { tx.delete(QueueKeys.heldOf(submitter, entry)); }

    /** So that its alarm is raised again at the next start. */
    void mark(long entry, String why) { tx.put(QueueKeys.aside(entry), new RowOut(ASIDE_VERSION).text(why).done()); }

    void unmark(long entry) {
        if (tx.get(QueueKeys.aside(entry)).isPresent()) tx.delete(QueueKeys.aside(entry));
    }

    private void put(RecipientKey key, RecipientRow row) {
        tx.put(QueueKeys.recipient(key), row.encode());
        if (row.held()) return;
        tx.put(QueueKeys.waiting(row.destination(), row.due(), key), NOTHING);
        tx.put(QueueKeys.event(row.event(), key), NOTHING);
        lookBy(row.destination(), row.due());
    }

    private void unindex(RecipientKey key, RecipientRow row) {
        if (row.held()) return;
        tx.delete(QueueKeys.waiting(row.destination(), row.due(), key));
        tx.delete(QueueKeys.event(row.event(), key));
    }

    /** For an index row that does not stand for its recipient as that is. */
    void deleteWaiting(Bytes destination, long due, RecipientKey key) {
        tx.delete(QueueKeys.waiting(destination, due, key));
        reindex(key);
    }

    /** As {@link #deleteWaiting}, if it still does not. */
    void deleteEvent(long event, RecipientKey key) {
        boolean stands = keptRecipient(key).flatMap(Kept::row).filter(row -> !row.held() && row.event() == event).isPresent();
        if (stands) return;
        tx.delete(QueueKeys.event(event, key));
        reindex(key);
    }

    /** A row that a fault of the disk has moved in time is found where it says. */
    private void reindex(RecipientKey key) {
        keptRecipient(key).flatMap(Kept::row).filter(row -> !row.held()
            && (tx.get(QueueKeys.waiting(row.destination(), row.due(), key)).isEmpty() || tx.get(QueueKeys.event(row.event(), key)).isEmpty()))
            .ifPresent(row -> put(key, row));
    }

    private void lookBy(Bytes destination, long due) {
        var row = destination(destination);
        long next = Math.max(due, row.map(DestinationRow::notBefore).orElse(0L));
        if (row.isEmpty()) putDestination(destination, row, DestinationRow.first(next));
        else if (next < row.get().next()) putDestination(destination, row, row.get().nextAt(next));
    }

    void putDestination(Bytes key, Optional<DestinationRow> from, DestinationRow to) {
        from.ifPresent(row -> tx.delete(QueueKeys.next(index(row), row.next(), key)));
        tx.put(QueueKeys.destination(key), to.encode(seal(), key));
        tx.put(QueueKeys.next(index(to), to.next(), key), NOTHING);
        tx.afterCommit(() -> wakeup.at(index(to), to.next()));
    }

    private static char index(DestinationRow row) { return row.isFailing() ? QueueKeys.FAILING : QueueKeys.HEALTHY; }

    /**
     * Decides when a destination is looked at again: behind all others that wait now, when someone there is due
     * already. A destination for which nobody waits is forgotten, its failures too.
     */
    void endTurn(Bytes destination, long now) {
        var row = destination(destination);
        if (row.isEmpty()) return;
        var due = firstDue(destination);
        if (due.isPresent()) {
            long next = Math.max(Math.max(due.getAsLong(), row.get().notBefore()), now);
            if (next != row.get().next()) putDestination(destination, row, row.get().nextAt(next));
        } else {
            tx.delete(QueueKeys.next(index(row.get()), row.get().next(), destination));
            tx.delete(QueueKeys.destination(destination));
        }
    }

    void lease(Bytes destination, long entry, Bytes node) {
        tx.put(QueueKeys.lease(destination, entry), LeaseRow.encode(node));
    }

    void endLease(Bytes destination, long entry) { tx.delete(QueueKeys.lease(destination, entry)); }

    void alive(AliveRow row) { tx.put(QueueKeys.ALIVE, row.encode()); }

    /** After the change of rows: when the counts are damaged they are counted again, and it is in that. */
    private void count(QueueCounts more) {
        tx.put(QueueKeys.COUNTS, keptCounts().map(counts -> counts.plus(more)).orElseGet(this::countedAgain).encode());
    }

    private void countSubmitter(Bytes submitter, int more) {
        putSubmitter(submitter, keptEntriesOf(submitter).map(count -> count + more).orElseGet(() -> countedAgain(submitter)));
    }

    private void putSubmitter(Bytes submitter, long entries) {
        var key = QueueKeys.submitter(submitter);
        if (entries <= 0) tx.delete(key);
        else tx.put(key, new RowOut(COUNTER_VERSION).number(entries).done());
    }

    void afterCommit(Runnable action) { tx.afterCommit(action); }
}
