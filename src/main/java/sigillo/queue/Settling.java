package sigillo.queue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sigillo.base.Bytes;
import sigillo.store.StoreException;

/**
 * What one attempt came to, on its way into the store: rows, destination and notification in one batch. It is offered
 * until the store takes it, and closed then, or when the server stops before. There is one notification, however often it is
 * offered; and what a commit in doubt has done already is not done again. One thread.
 */
final class Settling implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Settling.class.getName());

    private final QueueRows rows;
    private final Leases leases;
    private final Environment environment;
    private final Notices notices;
    private final Claim claim;
    private final Settlement settlement;
    /** The tag of the claim's destination: its rows have it. */
    private final Bytes destination;
    private final long begun;
    private boolean isWritten;
    private Optional<Notices.Notice> notice = Optional.empty();
    private Optional<Settled> settled = Optional.empty();

    Settling(QueueRows rows, Leases leases, Environment environment, Notices notices, Claim claim, Settlement settlement) {
        this.rows = rows;
        this.leases = leases;
        this.environment = environment;
        this.notices = notices;
        this.claim = claim;
        this.settlement = settlement;
        this.destination = claim.rows().getFirst().destination();
        this.begun = environment.now();
    }

    /**
     * {@code done}: blobs that nobody needs any more. {@code told}: the notification that was put in. {@code held}: why
     * someone was put aside. {@code fault}: what kept the destination from being tried before.
     */
    record Settled(List<Bytes> done, Optional<Notices.Notice> told, Optional<String> held, Optional<String> fault) {}

    /** {@code last}: the turn ends with this. Throws {@link StoreException}; then it is to be offered again. */
    Settled offer(boolean last) {
        long now = environment.now();
        var answers = answers();
        var fault = rows.view().destination(destination).flatMap(DestinationRow::fault);
        writeNotice(now);
        try {
            settled = Optional.of(rows.write(tx -> apply(tx, answers, fault, last, now)));
            return settled.get();
        } catch (RuntimeException refused) {
            notice.ifPresent(n -> n.intake().refused(refused));
            throw refused;
        }
    }

    private void writeNotice(long now) {
        if (isWritten) return;
        boolean isPatient = now - begun < QueueLimits.READ_PATIENCE.toMillis();
        notice = notices.write(new Notices.About(claim.id(), claim.row(), claim.entry()), settlement.tell(), isPatient, now);
        isWritten = true;
    }

    /** What the other side said, put beside who waits and sealed; in the order of the fates. */
    private List<Optional<Bytes>> answers() {
        var fates = settlement.fates();
        boolean isAnswered = fates.stream().anyMatch(fate -> fate instanceof Fate.Again again && again.reply().isPresent());
        if (!isAnswered) return Collections.nCopies(fates.size(), Optional.empty());
        var answers = new ArrayList<Optional<Bytes>>();
        try (var key = rows.view().open(claim.id())) {
            for (int i = 0; i < fates.size(); i++) {
                int at = i;
                var reply = fates.get(i) instanceof Fate.Again again ? again.reply() : Optional.<LastReply>empty();
                answers.add(reply.map(said -> key.seal(claim.keys().get(at), claim.addressees().get(at).answered(said))));
            }
            return answers;
        } catch (Unreadable dropped) { // by the operator, meanwhile
            return Collections.nCopies(fates.size(), Optional.empty());
        }
    }

    private Settled apply(QueueTx tx, List<Optional<Bytes>> answers, Optional<String> fault, boolean last, long now) {
        if (!leases.end(tx, destination, claim.id())) return lost(tx, fault);
        // First the destination: whoever is put back waits for no less than it does.
        var before = tx.destination(destination);
        before.map(r -> settlement.effect().of(r, now)).filter(to -> !to.equals(before.get()))
            .ifPresent(to -> tx.putDestination(destination, before, to));
        var told = tell(tx, now);
        var done = new ArrayList<Bytes>();
        var held = new ArrayList<String>();
        for (int i = 0; i < settlement.fates().size(); i++) {
            var fate = settlement.fates().get(i);
            var key = claim.keys().get(i);
            var there = tx.keptRecipient(key); // the operator may have held or dropped it meanwhile
            if (there.isEmpty()) continue;
            var row = there.get().row();
            var was = row.isPresent() ? apply(tx, key, row.get(), fate, answers.get(i), now) : applyToDamaged(tx, key, fate, now);
            was.ifPresent(done::add);
            if (fate instanceof Fate.Aside(var why)) held.add(why);
            else if (row.isEmpty() && !(fate instanceof Fate.Done)) held.add("it is damaged in the store");
        }
        if (!held.isEmpty()) tx.mark(claim.id(), held.getFirst());
        tx.tickets().tell(claim.id(), settlement.news());
        if (last) tx.endTurn(destination, now);
        return new Settled(done, told, held.stream().findFirst(), fault);
    }

    /**
     * Another server has it: this one was taken for dead, and what it did in its last moment may be done again. (Or this was
     * settled before: that commit was kept, though the store could not say so.)
     */
    private Settled lost(QueueTx tx, Optional<String> fault) {
        LOG.log(Level.WARNING, "what became of " + claim.key() + " is not written down: it is not this server's any more");
        return new Settled(List.of(), notice.filter(n -> tx.entry(n.entry().id()).isPresent()), Optional.empty(), fault);
    }

    /**
     * When nobody of whom it tells is there any more, the operator has dropped them, or this was settled before: that
     * commit was kept, though the store could not say so, and the notification with it.
     */
    private Optional<Notices.Notice> tell(QueueTx tx, long now) {
        boolean anyIsThere = IntStream.range(0, settlement.fates().size()).anyMatch(i ->
            settlement.fates().get(i) instanceof Fate.Done && tx.keptRecipient(claim.keys().get(i)).isPresent());
        if (anyIsThere) notice.ifPresent(n -> notices.add(tx, n, now));
        return notice.filter(n -> anyIsThere || tx.entry(n.entry().id()).isPresent());
    }

    /** Returns the blob that nobody needs any more. */
    private static Optional<Bytes> apply(QueueTx tx, RecipientKey key, RecipientRow row, Fate fate, Optional<Bytes> answer, long now) {
        return switch (fate) {
            case Fate.Done _ -> tx.remove(key, row).map(EntryRow::blob);
            case Fate.Again again -> {
                tx.change(key, row, again.of(row, answer));
                yield Optional.empty();
            }
            case Fate.Waits(long until, long agesFrom) -> {
                long uncounted = tx.uncounted(row.destination(), now);
                var age = new Age(row.age().on(now, uncounted), agesFrom, uncounted);
                if (!row.held() && row.due() != until) tx.change(key, row, row.waiting(until, age));
                yield Optional.empty();
            }
            case Fate.Aside _ -> {
                Holding.hold(tx, key, row, now);
                yield Optional.empty();
            }
            case Fate.Untouched _ -> Optional.empty();
        };
    }

    /** Since it was claimed. */
    private static Optional<Bytes> applyToDamaged(QueueTx tx, RecipientKey key, Fate fate, long now) {
        if (fate instanceof Fate.Done) return tx.removeDamaged(key).map(EntryRow::blob);
        tx.setAside(key, now);
        return Optional.empty();
    }

    @Override public void close() {
        if (notice.isEmpty()) return;
        var intake = notice.get().intake();
        boolean isTold = settled.flatMap(Settled::told).isPresent();
        if (settled.isPresent()) intake.settled();
        if (!isTold) intake.giveUp();
        intake.close();
    }
}
