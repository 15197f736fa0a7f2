package sigillo.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.store.Damaged;
import sigillo.trace.Event;

/**
 * What owners hear of their messages, and how they take one back. Whether one is sent or taken back is decided by a
 * single commit, before the first attempt begins: never both, and what was decided survives a crash. Any thread; throws
 * {@link sigillo.store.StoreException}.
 */
public final class Tickets {
    private final QueueRows rows;
    private final Environment environment;

    Tickets(QueueRows rows, Environment environment) {
        this.rows = rows;
        this.environment = environment;
    }

    /** What grows with each change of an owner's tickets. */
    public long revision(String owner) { return book(rows.seal().owner(owner)).revision(); }

    private TicketBook book(Bytes owner) { return TicketBook.of(rows.view().get(QueueKeys.ticketBook(owner))); }

    public Optional<Ticket> find(String owner, QueueId id) {
        var tag = rows.seal().owner(owner);
        return rows.view().get(QueueKeys.ticket(tag, id.number())).flatMap(row -> read(tag, id.number(), row))
            .filter(one -> !one.isGone());
    }

    /**
     * Visits those that are there, in the order in which they came, at most {@link QueueLimits#TICKETS_MAX}. One is in
     * memory at a time, which may be large.
     */
    public void each(String owner, Consumer<Ticket> visitor) {
        var tag = rows.seal().owner(owner);
        rows.view().range(QueueKeys.tickets(tag), QueueKeys.tickets(tag).afterPrefix(), (key, row) -> {
            read(tag, QueueKeys.entryOfTicket(key), row).filter(one -> !one.isGone()).ifPresent(visitor);
            return true;
        });
    }

    /** That one has come, changed or gone: see {@link Ticket}. */
    public record Changed(QueueId id, boolean isGone, long created, long changed) {}

    /**
     * Those that have changed behind a revision, gone ones too, in the order of changes; empty when that is too long ago.
     */
    public Optional<List<Changed>> since(String owner, long revision) {
        var tag = rows.seal().owner(owner);
        var book = book(tag);
        if (revision < book.floor() || revision > book.revision()) return Optional.empty();
        var all = new ArrayList<Changed>();
        rows.view().range(QueueKeys.tickets(tag), QueueKeys.tickets(tag).afterPrefix(), (key, row) -> {
            Ticket.changed(QueueId.of(QueueKeys.entryOfTicket(key)), row).filter(one -> one.changed > revision)
                .ifPresent(all::add);
            return true;
        });
        all.sort(Comparator.comparing(Changed::changed));
        return Optional.of(all);
    }

    private Optional<Ticket> read(Bytes owner, long entry, byte[] row) {
        try {
            var place = QueueKeys.ticket(owner, entry).unsafeArray();
            return Optional.of(Ticket.decode(QueueId.of(entry), rows.seal(), place, row));
        } catch (Damaged none) {
            return Optional.empty();
        }
    }

    public enum Canceled { DONE, TOO_LATE, NO_SUCH }

    private record Cancel(Canceled answer, Optional<EntryRow> entry) {}

    /** Takes a message back: from then on nothing of it is sent. {@code DONE} also when that was done before. */
    public Canceled cancel(String owner, QueueId id) {
        var done = rows.write(tx -> cancel(tx, rows.seal().owner(owner), id.number()));
        done.entry.map(EntryRow::blob).ifPresent(rows::deleteBlob);
        done.entry.ifPresent(row -> environment.traces().tell(Stories.plain(row.trace(), Event.Kind.DROPPED,
            List.<Address>of(), "Taken back by its sender before it was due", environment.now())));
        return done.answer;
    }

    private Cancel cancel(QueueTx tx, Bytes owner, long id) {
        var ticket = tx.tickets().find(owner, id);
        if (ticket.isEmpty()) return new Cancel(Canceled.NO_SUCH, Optional.empty());
        if (ticket.get().undo() == Ticket.Undo.CANCELED) return new Cancel(Canceled.DONE, Optional.empty());
        if (ticket.get().undo() == Ticket.Undo.FINAL) return new Cancel(Canceled.TOO_LATE, Optional.empty());
        tx.tickets().cancel(id);
        var entry = Optional.<EntryRow>empty();
        for (var key : tx.recipients(id, 0, QueueLimits.RECIPIENTS_MAX)) {
            var kept = tx.keptRecipient(key);
            if (kept.isEmpty()) continue;
            entry = kept.get().row().map(row -> tx.remove(key, row)).orElseGet(() -> tx.removeDamaged(key));
        }
        tx.unmark(id);
        return new Cancel(Canceled.DONE, entry);
    }

    /** Its owner wants to hear no more of it; what is to be sent is sent all the same. False when there was none. */
    public boolean forget(String owner, QueueId id) {
        return rows.write(tx -> tx.tickets().forget(rows.seal().owner(owner), id.number()));
    }

    /** The owner is no more. What waits is sent all the same. */
    public void forgetAll(String owner) {
        var tag = rows.seal().owner(owner);
        for (var page = page(tag); !page.isEmpty(); page = page(tag)) drop(tag, page);
        rows.write(tx -> {
            tx.tickets().forgetBook(tag);
            return null;
        });
    }

    private List<Long> page(Bytes owner) {
        var page = new ArrayList<Long>();
        rows.view().range(QueueKeys.tickets(owner), QueueKeys.tickets(owner).afterPrefix(), (key, _) ->
            page.add(QueueKeys.entryOfTicket(key)) && page.size() < QueueLimits.ENTRIES_OF_A_COMMIT_MAX);
        return page;
    }

    private void drop(Bytes owner, List<Long> page) {
        rows.write(tx -> {
            tx.tickets().drop(owner, page);
            return null;
        });
    }

    /** What was decided long ago goes, however much it is: so much at once as is dropped by few commits. */
    void tidy(BooleanSupplier stopping) {
        var before = Instant.ofEpochMilli(environment.now()).minus(QueueLimits.TICKETS_KEPT);
        var from = Optional.of(QueueKeys.TICKETS);
        while (from.isPresent() && !stopping.getAsBoolean()) {
            var old = old(from.get(), before);
            old.byOwner.forEach((owner, entries) -> { if (!stopping.getAsBoolean()) drop(owner, entries); });
            from = old.next;
        }
    }

    /** {@code next}: where more of them may stand. */
    private record Old(Map<Bytes, List<Long>> byOwner, Optional<Bytes> next) {}

    private Old old(Bytes from, Instant before) {
        var byOwner = new TreeMap<Bytes, List<Long>>();
        var found = new ArrayList<Bytes>();
        rows.view().range(from, QueueKeys.TICKETS.afterPrefix(), (key, row) -> {
            if (!isOld(key, row, before)) return true;
            byOwner.computeIfAbsent(QueueKeys.ownerOfTicket(key), _ -> new ArrayList<>())
                .add(QueueKeys.entryOfTicket(key));
            found.add(key);
            return found.size() < QueueLimits.ENTRIES_OF_A_COMMIT_MAX;
        });
        boolean isAll = found.size() < QueueLimits.ENTRIES_OF_A_COMMIT_MAX;
        return new Old(byOwner, isAll ? Optional.empty() : Optional.of(found.getLast()));
    }

    private boolean isOld(Bytes key, byte[] row, Instant before) {
        long entry = QueueKeys.entryOfTicket(key);
        return EntryIds.millisOf(entry) < before.toEpochMilli() && read(QueueKeys.ownerOfTicket(key), entry, row)
            .filter(one -> !one.isGone() && (one.undo() == Ticket.Undo.PENDING || one.sendAt().isAfter(before)))
            .isEmpty();
    }
}
