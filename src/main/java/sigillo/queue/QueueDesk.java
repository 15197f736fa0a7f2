package sigillo.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.queue.QueueView.Kept;
import sigillo.refusals.Meaning;
import sigillo.refusals.Refusals;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;

/**
 * What operators see and order. Orders go through the queue's transactions, a hundred entries a commit, also while
 * attempts are under way: what an attempt then comes to is written over them only where it is final.
 */
public final class QueueDesk {
    private static final SmtpReply DROPPED = SmtpReply.of(550, "5.7.1", "Dropped by the operator of this server");
    private static final String HELD_FOR_A_PAUSE = "Held: sending of its account is paused";

    private final QueueRows rows;
    private final Environment environment;

    QueueDesk(QueueRows rows, Environment environment) {
        this.rows = rows;
        this.environment = environment;
    }

    public QueueCounts counts() { return rows.view().counts(); }

    /**
     * Entries in order of arrival, behind {@code after}; at most {@code max} and {@link QueueLimits#PAGE_MAX} of them.
     */
    public List<QueueEntry> list(Optional<QueueId> after, int max) {
        var view = rows.view();
        return ids(view, after.map(QueueId::number).orElse(-1L), Math.clamp(max, 1, QueueLimits.PAGE_MAX)).stream()
            .flatMap(id -> show(view, id).stream()).toList();
    }

    public Optional<QueueEntry> find(QueueId id) { return show(rows.view(), id.number()); }

    /** Tries at once what waits; returns how many recipients that is. Held ones stay held. */
    public long retry(Selection selection) {
        return order(selection, Event.Kind.RELEASED, "The operator wants it tried now", Order.ofSound(this::retry));
    }

    /**
     * Takes out what waits, without any notification; returns how many recipients that was. What is damaged, so that
     * nobody knows whose it is, is among all and is dropped by its id.
     */
    public long drop(Selection selection) {
        return order(selection, Event.Kind.DROPPED, "Dropped by the operator",
            new Order(this::drop, this::dropDamaged));
    }

    /**
     * Ends the time of what waits: within a minute it is given up as what is too old, and its sender is told; until then nobody
     * tries it. What may still be taken back stays. Returns how many recipients that is.
     */
    public long giveUp(Selection selection) {
        return order(selection, Event.Kind.RELEASED, "The operator gives it up: its sender is told", Order.ofSound(this::giveUp));
    }

    /** Keeps from being tried, and from growing old, what waits; returns how many recipients that is. */
    public long hold(Selection selection) {
        return order(selection, Event.Kind.HELD, "Held by the operator",
            new Order(this::hold, (tx, key, _) -> tx.setAside(key, environment.now())));
    }

    /** Lets go what is held; returns how many recipients that is. */
    public long release(Selection selection) {
        return order(selection, Event.Kind.RELEASED, "Released by the operator", Order.ofSound(this::release));
    }

    /**
     * Changes one recipient, and one whose row is damaged; false when there was nothing to do. A blob that nobody
     * needs any more is put into {@code done}.
     */
    private record Order(OnSound onSound, OnDamaged onDamaged) {
        private interface OnSound {
            boolean on(QueueTx tx, RecipientKey key, RecipientRow row, List<Bytes> done);
        }

        private interface OnDamaged {
            boolean on(QueueTx tx, RecipientKey key, List<Bytes> done);
        }

        static Order ofSound(OnSound onSound) { return new Order(onSound, (_, _, _) -> false); }

        boolean on(QueueTx tx, RecipientKey key, Kept<RecipientRow> kept, List<Bytes> done) {
            return kept.row().map(row -> onSound.on(tx, key, row, done)).orElseGet(() -> onDamaged.on(tx, key, done));
        }
    }

    private boolean retry(QueueTx tx, RecipientKey key, RecipientRow row, List<Bytes> done) {
        if (row.held() || tx.isHisStill(key.entry(), environment.now())) return false;
        var destination = tx.destination(row.destination());
        destination.filter(d -> d.notBefore() != 0)
            .ifPresent(d -> tx.putDestination(row.destination(), destination, d.freed()));
        tx.change(key, row, row.dueAt(environment.now()));
        return true;
    }

    private boolean giveUp(QueueTx tx, RecipientKey key, RecipientRow row, List<Bytes> done) {
        long now = environment.now();
        if (tx.isHisStill(key.entry(), now)) return false;
        if (row.held()) tx.unmark(key.entry());
        var old = new Age(environment.settings().schedule().giveUpAfter().toMillis(), now, tx.uncounted(row.destination(), now));
        tx.change(key, row, row.heldAs(false, old).dueAt(now + QueueLimits.GIVEN_UP_WITHIN.toMillis()).eventAt(now));
        return true;
    }

    private boolean drop(QueueTx tx, RecipientKey key, RecipientRow row, List<Bytes> done) {
        // Whatever else is at fault there raises the alarm again.
        tx.destination(row.destination()).flatMap(DestinationRow::fault)
            .ifPresent(why -> environment.alarms().clear(Settler.faultAlarm(why)));
        environment.alarms().clear(Settler.entryAlarm(key.entry()));
        tx.remove(key, row).map(EntryRow::blob).ifPresent(done::add);
        tx.tickets().tell(key.entry(), List.of(new TicketWork.News(key.number(), Ticket.Delivered.NO, Optional.of(DROPPED))));
        if (tx.recipients(key.entry(), 0, 1).isEmpty()) tx.unmark(key.entry());
        return true;
    }

    private boolean dropDamaged(QueueTx tx, RecipientKey key, List<Bytes> done) {
        environment.alarms().clear(Settler.entryAlarm(key.entry()));
        tx.removeDamaged(key).map(EntryRow::blob).ifPresent(done::add);
        if (tx.recipients(key.entry(), 0, 1).isEmpty()) tx.unmark(key.entry());
        return true;
    }

    private boolean hold(QueueTx tx, RecipientKey key, RecipientRow row, List<Bytes> done) {
        return Holding.hold(tx, key, row, environment.now());
    }

    private boolean release(QueueTx tx, RecipientKey key, RecipientRow row, List<Bytes> done) {
        if (row.held()) { // whatever is still at fault there raises the alarm again
            environment.alarms().clear(Settler.entryAlarm(key.entry()));
            tx.unmark(key.entry());
        }
        return Holding.release(tx, key, row, environment.now(), environment.settings().schedule());
    }

    /** Holds what this one has put in, and what he puts in from now on, until {@link #resume}. May be called again. */
    public void pause(String submitter) {
        var tag = rows.seal().submitter(submitter);
        rows.write(tx -> {
            tx.pause(tag);
            return null;
        });
        order(new Selection.Submitter(submitter), Event.Kind.HELD, HELD_FOR_A_PAUSE, Order.ofSound((tx, key, row, _) -> {
            boolean isHeld = Holding.hold(tx, key, row, environment.now());
            if (isHeld) tx.markHeld(tag, key.entry());
            return isHeld;
        }));
    }

    /**
     * Lets go what {@link #pause} holds, or takes it out, without any notification; returns how many recipients that is.
     * What the operator has held himself in the same entries goes with them.
     */
    public long resume(String submitter, boolean drop) {
        var tag = rows.seal().submitter(submitter);
        var order = drop ? Order.ofSound((tx, key, row, done) -> row.held() && drop(tx, key, row, done)) : Order.ofSound(this::release);
        var story = drop ? "Dropped: it was held while sending of its account was paused" : "Sending of its account goes on";
        long touched = 0;
        while (!isResumed(tag)) {
            var ids = rows.view().heldOf(tag, QueueLimits.ENTRIES_OF_A_COMMIT_MAX);
            touched += order(ids, new Selection.Submitter(submitter), drop ? Event.Kind.DROPPED : Event.Kind.RELEASED, story, order);
            rows.write(tx -> {
                ids.forEach(id -> tx.unmarkHeld(tag, id));
                return null;
            });
        }
        return touched;
    }

    /**
     * For who is no more: whoever is called so next is not paused. What is held stays held, as if the operator had done it
     * himself, who decides.
     */
    public void forgetPause(String submitter) {
        var tag = rows.seal().submitter(submitter);
        boolean isMore = true;
        while (isMore) {
            isMore = rows.write(tx -> {
                tx.unpause(tag);
                var ids = tx.heldOf(tag, QueueLimits.ENTRIES_OF_A_COMMIT_MAX);
                ids.forEach(id -> tx.unmarkHeld(tag, id));
                return !ids.isEmpty();
            });
        }
    }

    /** Once nothing is held for it any more: what is put in meanwhile is. */
    private boolean isResumed(Bytes tag) {
        return rows.write(tx -> {
            if (!tx.heldOf(tag, 1).isEmpty()) return false;
            tx.unpause(tag);
            return true;
        });
    }

    private long order(Selection selection, Event.Kind kind, String story, Order order) {
        if (selection instanceof Selection.One(var id))
            return order(List.of(id.number()), selection, kind, story, order);
        long touched = 0;
        long after = -1;
        for (var ids = ids(rows.view(), after, QueueLimits.ENTRIES_OF_A_COMMIT_MAX); !ids.isEmpty();
                ids = ids(rows.view(), after, QueueLimits.ENTRIES_OF_A_COMMIT_MAX)) {
            touched += order(ids, selection, kind, story, order);
            after = ids.getLast();
        }
        return touched;
    }

    /** {@code addresses} are those that could be opened. */
    private record Touched(Optional<EntryRow> entry, int count, List<Address> addresses) {}

    private long order(List<Long> ids, Selection selection, Event.Kind kind, String story, Order order) {
        var done = new ArrayList<Bytes>();
        var touched = rows.write(tx -> {
            done.clear();
            var all = new ArrayList<Touched>();
            for (long id : ids)
                tx.waitingEntry(id).ifPresent(entry -> all.add(order(tx, id, entry.row(), selection, order, done)));
            return all;
        });
        done.forEach(rows::deleteBlob);
        long now = environment.now();
        long count = 0;
        for (var one : touched) {
            if (one.count() == 0) continue;
            one.entry().ifPresent(row ->
                environment.traces().tell(Stories.plain(row.trace(), kind, one.addresses(), story, now)));
            count += one.count();
        }
        return count;
    }

    private Touched order(
            QueueTx tx, long id, Optional<EntryRow> entry, Selection selection, Order order, List<Bytes> done) {
        var addresses = new ArrayList<Address>();
        int count = 0;
        if (matches(selection, entry)) {
            var sealed = new Sealed(tx, id);
            for (var key : tx.recipients(id, 0, QueueLimits.RECIPIENTS_MAX)) {
                var kept = tx.keptRecipient(key);
                var address = kept.flatMap(Kept::row).flatMap(r -> sealed.addressee(key, r))
                    .map(who -> who.recipient().address());
                if (kept.isEmpty() || !matchesAddress(selection, address) || !order.on(tx, key, kept.get(), done)) continue;
                address.ifPresent(addresses::add);
                count++;
            }
            sealed.close();
        }
        return new Touched(entry, count, addresses);
    }

    private boolean matches(Selection selection, Optional<EntryRow> entry) {
        return switch (selection) {
            case Selection.Submitter(var address) -> entry.flatMap(EntryRow::submitter)
                .equals(Optional.of(rows.seal().submitter(address)));
            case Selection.One _, Selection.To _, Selection.All _ -> true;
        };
    }

    private static boolean matchesAddress(Selection selection, Optional<Address> address) {
        return switch (selection) {
            case Selection.To(var domain) -> address.filter(one -> one.domain().equals(domain)).isPresent();
            case Selection.One _, Selection.Submitter _, Selection.All _ -> true;
        };
    }

    /** What is sealed of an entry, as far as it opens: who cannot be named can be held and dropped all the same. */
    private static final class Sealed implements AutoCloseable {
        private final Optional<EntryKey> key;

        Sealed(QueueView view, long id) { this.key = opened(() -> view.open(id)); }

        Optional<Entry> entry(EntryRow row) { return key.flatMap(k -> opened(() -> k.open(row))); }

        Optional<Addressee> addressee(RecipientKey of, RecipientRow row) { return key.flatMap(k -> opened(() -> k.open(of, row))); }

        private static <T> Optional<T> opened(Supplier<T> opening) {
            try {
                return Optional.of(opening.get());
            } catch (Unreadable closed) {
                return Optional.empty();
            }
        }

        @Override public void close() { key.ifPresent(EntryKey::close); }
    }

    private static List<Long> ids(QueueView view, long after, int max) {
        var ids = new ArrayList<Long>();
        view.range(QueueKeys.entry(after + 1), QueueKeys.ENTRIES.afterPrefix(),
            (key, _) -> ids.add(QueueKeys.entryOf(key)) && ids.size() < max);
        return ids;
    }

    private static Optional<QueueEntry> show(QueueView view, long id) {
        return view.waitingEntry(id).map(kept -> {
            try (var sealed = new Sealed(view, id)) {
                return kept.row().map(row -> show(view, id, row, sealed)).orElseGet(() -> showDamaged(view, id, sealed));
            }
        });
    }

    private static QueueEntry show(QueueView view, long id, EntryRow row, Sealed sealed) {
        var entry = sealed.entry(row);
        var from = entry.map(e -> e.envelope().from().sender().map(Address::toString).orElse("")).orElse(QueueEntry.NOT_OPENED);
        var shown = shown(view, id, sealed);
        return new QueueEntry(QueueId.of(id).text(), row.trace().text(), row.created(), from, entry.flatMap(Entry::submitter), row.octets(),
            shown.recipients(), shown.more());
    }

    private static QueueEntry showDamaged(QueueView view, long id, Sealed sealed) {
        var shown = shown(view, id, sealed);
        return new QueueEntry(QueueId.of(id).text(), QueueEntry.DAMAGED, Instant.ofEpochMilli(EntryIds.millisOf(id)), QueueEntry.DAMAGED,
            Optional.empty(), 0, shown.recipients(), shown.more());
    }

    private record ShownRecipients(List<QueueEntry.Waiting> recipients, boolean more) {}

    private static ShownRecipients shown(QueueView view, long id, Sealed sealed) {
        var keys = view.recipients(id, 0, QueueLimits.SHOWN_RECIPIENTS_MAX + 1);
        var shown = keys.stream().limit(QueueLimits.SHOWN_RECIPIENTS_MAX).flatMap(key -> view.keptRecipient(key).map(kept ->
            kept.row().map(row -> show(view, row, sealed.addressee(key, row))).orElse(QueueEntry.Waiting.ofDamaged())).stream()).toList();
        return new ShownRecipients(shown, keys.size() > QueueLimits.SHOWN_RECIPIENTS_MAX);
    }

    private static QueueEntry.Waiting show(QueueView view, RecipientRow row, Optional<Addressee> who) {
        var next = row.held() ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochMilli(row.due()));
        var last = who.flatMap(Addressee::last);
        var meaning = last.flatMap(l -> Refusals.of(l.reply(), l.peer()));
        return new QueueEntry.Waiting(who.map(w -> w.recipient().address().toString()).orElse(QueueEntry.NOT_OPENED),
            who.map(Addressee::destination).orElse(QueueEntry.NOT_OPENED), row.held(), row.attempts(), next,
            last.map(l -> Instant.ofEpochMilli(l.at())), last.map(l -> l.reply().toString()), last.flatMap(LastReply::remote),
            meaning.map(Object::toString), meaning.map(Meaning::italian),
            view.destination(row.destination()).flatMap(DestinationRow::fault));
    }
}
