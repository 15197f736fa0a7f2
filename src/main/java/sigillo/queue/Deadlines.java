package sigillo.queue;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import sigillo.base.Bytes;
import sigillo.dsn.Action;
import sigillo.dsn.RecipientStatus;
import sigillo.queue.QueueView.Kept;
import sigillo.smtp.EnhancedStatus;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.SmtpReply;
import sigillo.store.Damaged;
import sigillo.store.StoreException;
import sigillo.trace.Event;

/**
 * Tells senders of delays and gives up what is too old, whether or not its own turn came: behind a dead destination
 * most entries are never tried. Reads the index of events once a minute, on the dispatcher's thread.
 */
final class Deadlines {
    private static final System.Logger LOG = System.getLogger(Deadlines.class.getName());

    /** RFC 3463 X.4.7. */
    private static final EnhancedStatus EXPIRED = EnhancedStatus.of("4.4.7");
    private static final EnhancedStatus STILL_WAITING = EnhancedStatus.of("4.0.0");

    private final ClaimBook book;
    private final Leases leases;
    private final QueueRows rows;
    private final Environment environment;
    private final Notices notices;
    private final Settler settler;
    private long nextLook;
    private long nextAlive;

    Deadlines(QueueRows rows, Environment environment, Leases leases, ClaimBook book, Notices notices, Settler settler) {
        this.leases = leases;
        this.settler = settler;
        this.book = book;
        this.rows = rows;
        this.environment = environment;
        this.notices = notices;
    }

    /** When a recipient of this age is looked at next. Milliseconds. */
    static long next(long now, long age, boolean delayTold, Schedule schedule) {
        var threshold = delayTold ? schedule.giveUpAfter() : schedule.noticeAfter();
        return now + Math.max(1, threshold.toMillis() - age);
    }

    /** Handles what is due, a part of it at a time; quick when nothing is. Returns when to look again. */
    long look(long now, BooleanSupplier stopping) {
        if (now >= nextAlive || now < nextAlive - QueueLimits.ALIVE_EVERY.toMillis()) alive(now);
        if (now < nextLook && now >= nextLook - QueueLimits.DEADLINES_EVERY.toMillis()) return nextLook;
        var due = due(now);
        int failures = 0;
        for (int from = 0; from < due.size() && !stopping.getAsBoolean(); ) {
            int to = from + 1;
            while (to < due.size() && due.get(to).key().entry() == due.get(from).key().entry()) to++;
            if (!tried(due.subList(from, to), now) && ++failures == QueueLimits.FAILURES_OF_A_LOOK_MAX) break; // the store's trouble
            from = to;
        }
        boolean more = failures == 0 && due.size() >= QueueLimits.ROWS_OF_A_CLAIM_MAX;
        nextLook = more ? now : now + QueueLimits.DEADLINES_EVERY.toMillis();
        return nextLook;
    }

    private void alive(long now) {
        rows.alive(now);
        nextAlive = now + QueueLimits.ALIVE_EVERY.toMillis();
    }

    private record Due(RecipientKey key, long event) {}

    private List<Due> due(long now) {
        var due = new ArrayList<Due>();
        rows.view().range(QueueKeys.from(QueueKeys.EVENTS, 0), QueueKeys.from(QueueKeys.EVENTS, now + 1),
            (key, _) -> due.add(new Due(QueueKeys.eventOf(key), QueueKeys.timeOf(key)))
                && due.size() < QueueLimits.ROWS_OF_A_CLAIM_MAX);
        return due;
    }

    /** False when the store could not do it: then the next look does. One that is damaged keeps nobody else. */
    private boolean tried(List<Due> some, long now) {
        try {
            handle(some, now);
            return true;
        } catch (RuntimeException later) {
            boolean isTrouble = later instanceof StoreException && !(later instanceof Damaged);
            LOG.log(isTrouble ? Level.WARNING : Level.ERROR, "queue entry " + QueueId.of(some.getFirst().key().entry())
                + " is overdue, which cannot be told now", later);
            return !isTrouble;
        }
    }

    /** What becomes of one recipient whose event is due. */
    private record Ruling(
            RecipientKey key, RecipientRow row, Addressee who, Optional<RecipientRow> to, Optional<RecipientStatus> status) {}

    private void handle(List<Due> some, long now) {
        long id = some.getFirst().key().entry();
        var taken = new HashSet<Bytes>();
        try {
            var view = rows.view();
            var due = new TreeMap<RecipientKey, RecipientRow>(Comparator.comparing(RecipientKey::number));
            var entry = view.keptEntry(id);
            var idle = new ArrayList<Due>();
            for (var one : some) {
                var row = view.keptRecipient(one.key()).flatMap(Kept::row)
                    .filter(r -> !r.held() && r.event() == one.event());
                if (row.isEmpty()) idle.add(one);
                // What is being tried right now is left to the next look.
                row.filter(r -> take(taken, r.destination(), id)).ifPresent(r -> due.put(one.key(), r));
            }
            if (!idle.isEmpty()) putRight(id, idle, now);
            if (due.isEmpty()) return;
            var sound = entry.flatMap(Kept::row);
            if (sound.isPresent()) handle(view, id, sound.get(), due, now);
            if (sound.isEmpty()) settler.hold(id, sound, List.copyOf(due.keySet()), List.of(), entry.isEmpty()
                ? "what its recipients share is missing from the store" : "it is damaged in the store");
        } finally {
            for (var destination : taken) book.release(destination, id);
        }
    }

    /** Takes away what stands for nobody; puts aside whose rows are damaged. */
    private void putRight(long id, List<Due> idle, long now) {
        var view = rows.view();
        var damaged = idle.stream().map(Due::key)
            .filter(key -> view.keptRecipient(key).filter(Kept::isDamaged).isPresent()).toList();
        if (!damaged.isEmpty())
            settler.hold(id, view.keptEntry(id).flatMap(Kept::row), damaged, List.of(), "it is damaged in the store");
        rows.write(tx -> {
            for (var one : idle) tx.deleteEvent(one.event(), one.key());
            return null;
        });
    }

    private void handle(QueueView view, long id, EntryRow entry, SortedMap<RecipientKey, RecipientRow> due, long now) {
        try (var opened = view.open(id)) {
            var about = new Notices.About(id, entry, opened.open(entry));
            var rulings = new ArrayList<Ruling>();
            due.forEach((key, row) -> opened(opened, entry, key, row)
                .ifPresent(who -> rulings.add(rule(view, key, row, who, now))));
            if (!rulings.isEmpty()) carryOut(about, rulings, now);
        } catch (Unreadable sealed) {
            settler.hold(id, Optional.of(entry), List.copyOf(due.keySet()), List.of(), Settler.sentence(sealed));
        }
    }

    /** Empty for one that does not open, which is put aside and keeps nobody else. */
    private Optional<Addressee> opened(EntryKey opened, EntryRow entry, RecipientKey key, RecipientRow row) {
        try {
            return Optional.of(opened.open(key, row));
        } catch (Unreadable sealed) {
            settler.hold(key.entry(), Optional.of(entry), List.of(key), List.of(), Settler.sentence(sealed));
            return Optional.empty();
        }
    }

    private boolean take(Set<Bytes> taken, Bytes destination, long entry) {
        return taken.contains(destination) || book.take(destination, entry) && isLeased(destination, entry)
            && taken.add(destination);
    }

    private boolean isLeased(Bytes destination, long entry) {
        boolean isKnown = false;
        try {
            boolean isOurs = book.lease(destination, entry);
            isKnown = true;
            return isOurs;
        } finally {
            if (!isKnown) book.release(destination, entry); // it could not be asked for
        }
    }

    private Ruling rule(QueueView view, RecipientKey key, RecipientRow row, Addressee who, long now) {
        var schedule = environment.settings().schedule();
        var destination = view.destination(row.destination());
        long age = row.age().on(now, view.uncounted(row.destination(), now));
        if (age >= schedule.giveUpAfter().toMillis())
            return new Ruling(key, row, who, Optional.empty(), status(who, destination, Action.FAILED, now, age));
        boolean late = !row.delayTold() && age >= schedule.noticeAfter().toMillis();
        long event = next(now, age, row.delayTold() || late, schedule);
        boolean standsStill = destination.map(d -> d.faultSince() != 0).orElse(false);
        if (standsStill) event = Math.max(event, now + QueueLimits.STANDING_STILL.toMillis());
        var to = (late ? row.toldOfDelay() : row).eventAt(event);
        var told = late ? status(who, destination, Action.DELAYED, now, age) : Optional.<RecipientStatus>empty();
        return new Ruling(key, row, who, Optional.of(to), told);
    }

    private Optional<RecipientStatus> status(
            Addressee who, Optional<DestinationRow> destination, Action action, long now, long age) {
        boolean failed = action == Action.FAILED;
        if (!Notices.wants(who.recipient(), failed ? Notify.FAILURE : Notify.DELAY)) return Optional.empty();
        // Who was never tried fares as those who were: their destination's last answer stands for its own.
        var last = who.last().or(() -> destination.flatMap(DestinationRow::last));
        var status = failed ? EXPIRED : last.map(reply -> transientStatus(reply.reply())).orElse(STILL_WAITING);
        var until = Instant.ofEpochMilli(now).plus(environment.settings().giveUpAfter()).minusMillis(age);
        return Optional.of(new RecipientStatus(who.recipient(), action, status, last.flatMap(LastReply::remote),
            last.map(LastReply::reply), last.map(reply -> Instant.ofEpochMilli(reply.at())),
            failed ? Optional.empty() : Optional.of(until)));
    }

    /** What is still being tried has a status of class 4, also when a server closed its door with a 5xx. */
    private static EnhancedStatus transientStatus(SmtpReply reply) {
        var status = RecipientStatus.statusOf(reply);
        return new EnhancedStatus(4, status.subject(), status.detail());
    }

    private void carryOut(Notices.About about, List<Ruling> rulings, long now) {
        var statuses = rulings.stream().flatMap(ruling -> ruling.status().stream()).toList();
        long since = rulings.stream().mapToLong(ruling -> ruling.row().event()).min().orElse(now);
        boolean isPatient = now - since < QueueLimits.READ_PATIENCE.toMillis();
        var notice = notices.write(about, statuses, isPatient, now);
        try {
            apply(rulings, notice, now).ifPresentOrElse(done -> tell(about, rulings, done, notice, now),
                () -> notice.ifPresent(n -> n.intake().discard()));
        } finally {
            notice.ifPresent(Notices.Notice::close);
        }
    }

    private void tell(Notices.About about, List<Ruling> rulings, List<Bytes> done, Optional<Notices.Notice> notice, long now) {
        done.forEach(rows::deleteBlob);
        var lost = rulings.stream().filter(r -> r.to().isEmpty()).map(r -> r.who().recipient().address()).toList();
        if (!lost.isEmpty())
            environment.traces().tell(Stories.plain(about.row().trace(), Event.Kind.BOUNCED, lost, "Given up: too old", now));
        notice.ifPresent(n -> notices.tell(about.row().trace(), n, now));
    }

    /** Returns the blobs that nobody needs any more; empty when nothing was done. */
    private Optional<List<Bytes>> apply(List<Ruling> rulings, Optional<Notices.Notice> notice, long now) {
        try {
            return rows.write(tx -> apply(tx, rulings, notice, now));
        } catch (RuntimeException refused) {
            notice.map(Notices.Notice::intake).ifPresent(intake -> {
                intake.refused(refused);
                intake.giveUp();
            });
            throw refused;
        }
    }

    private static List<TicketWork.News> givenUp(List<Ruling> rulings) {
        return rulings.stream().filter(ruling -> ruling.to().isEmpty()).map(ruling ->
            new TicketWork.News(ruling.key().number(), Ticket.Delivered.NO, Optional.empty())).toList();
    }

    /**
     * All of them or none, since the notification tells of all. When one has changed since (the operator's order, or a
     * commit in doubt that was kept), or another server has it in hand by now, the next look sees how they are then.
     */
    private Optional<List<Bytes>> apply(QueueTx tx, List<Ruling> rulings, Optional<Notices.Notice> notice, long now) {
        boolean allAreSo = rulings.stream()
            .allMatch(ruling -> tx.keptRecipient(ruling.key()).flatMap(Kept::row)
                .filter(ruling.row()::equals).isPresent()
                && leases.isOwn(tx, ruling.row().destination(), ruling.key().entry()));
        if (!allAreSo) return Optional.empty();
        var done = new ArrayList<Bytes>();
        for (var ruling : rulings) {
            if (ruling.to().isPresent()) tx.change(ruling.key(), ruling.row(), ruling.to().get());
            else tx.remove(ruling.key(), ruling.row()).map(EntryRow::blob).ifPresent(done::add);
        }
        tx.tickets().tell(rulings.getFirst().key().entry(), givenUp(rulings));
        notice.ifPresent(n -> notices.add(tx, n, now));
        return Optional.of(done);
    }
}
