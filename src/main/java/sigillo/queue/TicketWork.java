package sigillo.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sigillo.base.Bytes;
import sigillo.queue.Ticket.Delivered;
import sigillo.queue.Ticket.Undo;
import sigillo.smtp.Envelope;
import sigillo.smtp.SmtpReply;
import sigillo.store.Damaged;
import sigillo.store.Tx;

/**
 * Tickets within one commit of the queue: so what they say is decided together with what they tell of. One that is
 * damaged is as none: its mail goes all the same.
 */
final class TicketWork {
    private final Tx tx;
    private final QueueSeal seal;

    TicketWork(Tx tx, QueueSeal seal) {
        this.tx = tx;
        this.seal = seal;
    }

    void add(long entry, NewTicket fresh, Envelope envelope, long now) {
        var owner = seal.owner(fresh.owner());
        var sendAt = envelope.holdUntil().filter(until -> until.toEpochMilli() > now);
        var told = envelope.recipients().stream()
            .map(one -> new Ticket.Told(one.address(), Delivered.QUEUED, Optional.empty())).toList();
        var book = book(owner);
        if (book.tickets() >= QueueLimits.TICKETS_MAX) book = dropOldest(owner, book);
        long revision = book.revision() + 1;
        put(owner, entry, new Ticket(QueueId.of(entry), sendAt.isPresent() ? Undo.PENDING : Undo.FINAL, false,
            sendAt.orElse(Instant.ofEpochMilli(now)), fresh.about(), told, revision, revision));
        tx.put(QueueKeys.ticketOwner(entry), owner.toArray());
        tx.put(QueueKeys.ticketBook(owner), new TicketBook(revision, book.floor(), book.tickets() + 1).encode());
    }

    /** What is still to be decided stays. Who knew of it before must ask for all again. */
    private TicketBook dropOldest(Bytes owner, TicketBook book) {
        var old = new ArrayList<Long>();
        tx.range(QueueKeys.tickets(owner), QueueKeys.tickets(owner).afterPrefix(), false, (key, row) -> {
            long entry = QueueKeys.entryOfTicket(key);
            boolean isOver = read(owner, entry, row)
                .filter(one -> one.undo() == Undo.PENDING && !one.isGone()).isEmpty();
            if (isOver) old.add(entry);
            return old.size() < QueueLimits.ENTRIES_OF_A_COMMIT_MAX;
        });
        old.forEach(entry -> remove(owner, entry));
        return new TicketBook(book.revision(), book.revision(), book.tickets() - old.size());
    }

    private void remove(Bytes owner, long entry) {
        tx.delete(QueueKeys.ticket(owner, entry));
        tx.delete(QueueKeys.ticketOwner(entry));
    }

    TicketBook book(Bytes owner) { return TicketBook.of(tx.get(QueueKeys.ticketBook(owner))); }

    /** Empty where nobody wants to know of it. */
    Optional<Undo> undo(long entry) { return find(entry).map(Ticket::undo); }

    Optional<Ticket> find(long entry) { return owner(entry).flatMap(owner -> find(owner, entry)); }

    Optional<Ticket> find(Bytes owner, long entry) {
        return tx.get(QueueKeys.ticket(owner, entry)).flatMap(row -> read(owner, entry, row))
            .filter(one -> !one.isGone());
    }

    private Optional<Bytes> owner(long entry) { return tx.get(QueueKeys.ticketOwner(entry)).map(Bytes::wrap); }

    private Optional<Ticket> read(Bytes owner, long entry, byte[] row) {
        try {
            var place = QueueKeys.ticket(owner, entry).unsafeArray();
            return Optional.of(Ticket.decode(QueueId.of(entry), seal, place, row));
        } catch (Damaged none) {
            return Optional.empty();
        }
    }

    /**
     * An attempt is about to begin: false when its owner has taken it back. From this commit on he cannot.
     */
    boolean release(long entry) {
        var undo = undo(entry);
        boolean isPending = undo.filter(Undo.PENDING::equals).isPresent();
        if (isPending) change(entry, one -> one.with(Undo.FINAL, one.recipients(), one.changed()));
        return undo.filter(Undo.CANCELED::equals).isEmpty();
    }

    void cancel(long entry) { change(entry, one -> one.with(Undo.CANCELED, one.recipients(), one.changed())); }

    /** What was said of one of its recipients, by number; {@code reply}: empty leaves what was said before. */
    record News(int recipient, Delivered delivered, Optional<SmtpReply> reply) {}

    void tell(long entry, List<News> all) {
        if (all.isEmpty()) return;
        change(entry, one -> {
            var told = new ArrayList<>(one.recipients());
            for (var news : all) {
                if (news.recipient >= told.size()) continue;
                var before = told.get(news.recipient);
                var reply = news.reply.or(before::reply);
                told.set(news.recipient, new Ticket.Told(before.recipient(), news.delivered, reply));
            }
            return one.with(one.undo() == Undo.PENDING ? Undo.FINAL : one.undo(), told, one.changed());
        });
    }

    private void change(long entry, UnaryOperator<Ticket> how) {
        owner(entry).ifPresent(owner -> change(owner, entry, how));
    }

    private void change(Bytes owner, long entry, UnaryOperator<Ticket> how) {
        var before = find(owner, entry);
        if (before.isEmpty()) return;
        long revision = advance(owner);
        var after = how.apply(before.get());
        put(owner, entry, after.isGone() ? after.gone(revision)
            : after.with(after.undo(), after.recipients(), revision));
    }

    /** Its owner wants to hear no more of it. False when there was none. */
    boolean forget(Bytes owner, long entry) {
        if (find(owner, entry).isEmpty()) return false;
        change(owner, entry, one -> one.gone(one.changed()));
        tx.delete(QueueKeys.ticketOwner(entry));
        return true;
    }

    private long advance(Bytes owner) {
        var book = book(owner);
        tx.put(QueueKeys.ticketBook(owner), new TicketBook(book.revision() + 1, book.floor(), book.tickets()).encode());
        return book.revision() + 1;
    }

    private void put(Bytes owner, long entry, Ticket ticket) {
        var key = QueueKeys.ticket(owner, entry);
        tx.put(key, ticket.encode(seal, key.unsafeArray()));
    }

    /** What is old goes, with what was known of it. */
    void drop(Bytes owner, List<Long> entries) {
        var book = book(owner);
        int dropped = 0;
        for (long entry : entries) {
            if (tx.get(QueueKeys.ticket(owner, entry)).isEmpty()) continue;
            remove(owner, entry);
            dropped++;
        }
        if (dropped == 0) return;
        tx.put(QueueKeys.ticketBook(owner),
            new TicketBook(book.revision() + 1, book.revision() + 1, book.tickets() - dropped).encode());
    }

    void forgetBook(Bytes owner) { tx.delete(QueueKeys.ticketBook(owner)); }
}
