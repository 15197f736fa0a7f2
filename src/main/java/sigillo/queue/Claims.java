package sigillo.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.queue.QueueView.Kept;

/** Finds the next work of a destination: the entry whose recipients have been due longest. */
final class Claims {
    private final QueueRows rows;
    private final Environment environment;
    private final Settler settler;

    Claims(QueueRows rows, Environment environment, Settler settler) {
        this.settler = settler;
        this.rows = rows;
        this.environment = environment;
    }

    /** Empty when nothing is due that is not claimed. What is returned is released by the caller. */
    Optional<Claim> next(Turn turn) {
        var found = new ArrayList<Found>();
        boolean kept = false;
        try {
            for (find(turn, found); !found.isEmpty(); find(turn, found)) {
                var claim = leased(turn, found);
                kept = claim.isPresent();
                if (kept) return claim;
                found.clear();
            }
            return Optional.empty();
        } finally {
            if (!kept && !found.isEmpty()) turn.release(found.getFirst().key().entry()); // it could not be read
        }
    }

    /** Read after it is leased: so it is what the last one who had it has left. */
    private Optional<Claim> leased(Turn turn, List<Found> found) {
        long entry = found.getFirst().key().entry();
        if (!turn.lease(entry)) return Optional.empty();
        var claim = read(turn, entry, found);
        if (claim.isEmpty()) turn.release(entry);
        return claim;
    }

    private record Found(RecipientKey key, long due) {}

    /** Recipients of one entry that is claimed hereby, next to each other because they fell due together. */
    private void find(Turn turn, List<Found> found) {
        var seen = new int[1];
        var from = QueueKeys.waitingFrom(turn.destination, turn.cursor());
        rows.view().range(from, QueueKeys.waitingFrom(turn.destination, environment.now() + 1), (key, _) -> {
            var recipient = QueueKeys.waitingOf(key);
            if (!found.isEmpty() && found.getFirst().key().entry() != recipient.entry()) return false;
            boolean mine = !found.isEmpty() || turn.claim(recipient.entry());
            if (mine) found.add(new Found(recipient, QueueKeys.dueOf(key)));
            return found.size() < QueueLimits.RECIPIENTS_OF_AN_ATTEMPT_MAX
                && ++seen[0] < QueueLimits.ROWS_OF_A_CLAIM_MAX;
        });
        if (!found.isEmpty()) turn.claimedAt(found.getFirst().due());
    }

    /**
     * Reads what was found again, after the claim: another runner may have settled it in between. Recipients whose
     * route has changed since are moved to their new destination instead; those whose rows are damaged are put aside.
     */
    private Optional<Claim> read(Turn turn, long id, List<Found> found) {
        var view = rows.view();
        var entry = view.keptEntry(id);
        if (entry.filter(Kept::isDamaged).isPresent()) {
            aside(turn.destination, id, Optional.empty(), found);
            return Optional.empty();
        }
        var rowOf = new HashMap<Found, RecipientRow>();
        var damaged = new ArrayList<Found>();
        for (var one : found) {
            var kept = view.keptRecipient(one.key());
            kept.filter(Kept::isDamaged).ifPresent(_ -> damaged.add(one));
            kept.flatMap(Kept::row).filter(row -> isFor(turn.destination, one, row))
                .ifPresent(row -> rowOf.put(one, row));
        }
        if (!damaged.isEmpty()) aside(turn.destination, id, entry.flatMap(Kept::row), damaged);
        var rest = found.stream().filter(one -> !damaged.contains(one)).toList();
        return rest.isEmpty() ? Optional.empty() : readWhole(turn, id, entry.flatMap(Kept::row), rest, rowOf);
    }

    /** Those beside and behind it go on. */
    private void aside(Bytes destination, long id, Optional<EntryRow> entry, List<Found> damaged) {
        settler.hold(id, entry, keys(damaged), List.of(), "it is damaged in the store");
        putRight(destination, id, damaged);
    }

    private static List<RecipientKey> keys(List<Found> found) { return found.stream().map(Found::key).toList(); }

    private Optional<Claim> readWhole(
            Turn turn, long id, Optional<EntryRow> entry, List<Found> found, Map<Found, RecipientRow> rowOf) {
        if (entry.isEmpty() && !rowOf.isEmpty())
            settler.hold(id, entry, keys(found), List.of(), "what its recipients share is missing from the store");
        if (entry.isEmpty() || rowOf.isEmpty()) {
            putRight(turn.destination, id, found);
            return Optional.empty();
        }
        try (var key = rows.view().open(id)) {
            return claim(turn, id, new Opened(entry.get(), key.open(entry.get()), key), found, rowOf);
        } catch (Unreadable sealed) {
            settler.hold(id, entry, keys(found), List.of(), Settler.sentence(sealed));
            return Optional.empty();
        }
    }

    private record Opened(EntryRow row, Entry entry, EntryKey key) {}

    /** One that does not open keeps nobody else. */
    private Map<Found, Addressee> opened(long id, Opened opened, Map<Found, RecipientRow> rowOf) {
        var who = new HashMap<Found, Addressee>();
        var sealed = new HashMap<Found, Unreadable>();
        rowOf.forEach((one, row) -> {
            try {
                who.put(one, opened.key().open(one.key(), row));
            } catch (Unreadable never) {
                sealed.put(one, never);
            }
        });
        sealed.values().stream().findFirst().ifPresent(never ->
            settler.hold(id, Optional.of(opened.row()), keys(List.copyOf(sealed.keySet())), List.of(),
                Settler.sentence(never)));
        return who;
    }

    private Optional<Claim> claim(Turn turn, long id, Opened opened, List<Found> found, Map<Found, RecipientRow> rowOf) {
        var keys = new ArrayList<RecipientKey>();
        var recipients = new ArrayList<RecipientRow>();
        var addressees = new ArrayList<Addressee>();
        var others = new ArrayList<Found>();
        var whoIs = opened(id, opened, rowOf);
        Destination destination = null;
        for (var one : found) {
            var who = Optional.ofNullable(whoIs.get(one));
            var route = who.map(w -> route(opened.entry(), w)).filter(d -> d.key().equals(who.get().destination()));
            if (route.isPresent()) {
                destination = route.get();
                keys.add(one.key());
                recipients.add(rowOf.get(one));
                addressees.add(who.get());
            } else {
                others.add(one);
            }
        }
        if (!others.isEmpty()) putRight(turn.destination, id, others);
        return destination == null || !mayBegin(id)
            ? Optional.empty()
            : Optional.of(new Claim(id, opened.row(), opened.entry(), destination, keys, recipients, addressees));
    }

    /** What its owner may take back is his no more from this on, durably; false when he has taken it back. */
    private boolean mayBegin(long id) {
        boolean isTicketed = rows.view().get(QueueKeys.ticketOwner(id)).isPresent();
        return !isTicketed || rows.view().isDecided(id) || rows.write(tx -> tx.tickets().release(id));
    }

    private static boolean isFor(Bytes destination, Found found, RecipientRow row) {
        return row.due() == found.due() && !row.held() && row.destination().equals(destination);
    }

    private Destination route(Entry entry, Addressee who) {
        return environment.destinations().of(entry.envelope().from(), who.recipient().address());
    }

    /** Moves recipients to where they go now; an index row that stands for nobody is taken away. */
    private void putRight(Bytes destination, long id, List<Found> others) {
        rows.write(tx -> {
            var entry = tx.keptEntry(id).flatMap(Kept::row);
            for (var one : others) {
                var row = tx.keptRecipient(one.key()).flatMap(Kept::row).filter(r -> isFor(destination, one, r));
                if (row.isPresent() && entry.isPresent()) move(tx, one.key(), row.get(), entry.get());
                else tx.deleteWaiting(destination, one.due(), one.key());
            }
            return null;
        });
    }

    private void move(QueueTx tx, RecipientKey of, RecipientRow row, EntryRow entry) {
        try (var key = tx.open(of.entry())) {
            var who = key.open(of, row);
            var name = route(key.open(entry), who).key();
            long now = environment.now();
            var to = rows.seal().destination(name);
            long age = row.age().on(now, tx.uncounted(row.destination(), now));
            tx.change(of, row, row.toDestination(to, new Age(age, now, tx.uncounted(to, now))).saying(key.seal(of, who.at(name))));
        }
    }
}
