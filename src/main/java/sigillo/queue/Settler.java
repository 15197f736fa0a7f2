package sigillo.queue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.smtp.ReversePath;
import sigillo.store.BlobStore;
import sigillo.trace.Event;

/** Writes what an attempt came to: rows, destination and notification in one batch; then blobs, stories and alarms. */
final class Settler {
    static final String STORE_ALARM = "queue/store";
    private static final System.Logger LOG = System.getLogger(Settler.class.getName());

    private final QueueRows rows;
    private final Environment environment;
    private final Notices notices;

    Settler(QueueRows rows, Environment environment, Notices notices) {
        this.rows = rows;
        this.environment = environment;
        this.notices = notices;
    }

    /** The claim's message; empty when the store has lost it: then the entry is held. */
    Optional<Octets> message(Claim claim) {
        try {
            return Optional.of(rows.message(claim.id(), claim.row()));
        } catch (BlobStore.MissingBlob missing) {
            hold(claim, "its message is missing from the store");
            return Optional.empty();
        } catch (Unreadable sealed) {
            hold(claim, sentence(sealed));
            return Optional.empty();
        }
    }

    static String sentence(Unreadable sealed) { return "it cannot be opened: " + sealed.getMessage(); }

    void endTurn(Bytes destination) {
        rows.write(tx -> {
            tx.endTurn(destination, environment.now());
            return null;
        });
    }

    /** {@code outcomes} may be empty when there was no attempt. */
    Settlement settlement(Claim claim, List<Outcome> outcomes, boolean calledOff) {
        long now = environment.now();
        var destination = rows.view().destination(tag(claim)).orElse(DestinationRow.first(now));
        return Settlement.of(claim, outcomes, destination,
            new Settlement.Context(now, environment.settings().schedule(), environment.random(), calledOff));
    }

    /** {@code last}: the turn ends with this. Throws {@link sigillo.store.StoreException}; then nothing was written. */
    void settle(Claim claim, List<Outcome> outcomes, Settlement settlement, boolean last) {
        long now = environment.now();
        var answers = answers(claim, settlement.fates());
        var fault = rows.view().destination(tag(claim)).flatMap(DestinationRow::fault);
        var notice = notices.write(new Notices.About(claim.id(), claim.row(), claim.entry()), settlement.tell(), now);
        Applied applied;
        try {
            applied = rows.write(tx -> apply(tx, claim, settlement, answers, notice, last, now));
        } catch (RuntimeException refused) {
            notice.ifPresent(n -> notices.discard(n, refused));
            throw refused;
        } finally {
            notice.ifPresent(Notices.Notice::close);
        }
        applied.done().forEach(rows::deleteBlob);
        environment.alarms().clear(STORE_ALARM);
        Stories.tell(environment.traces(), claim, outcomes, settlement.fates(), now);
        notice.ifPresent(n -> {
            if (applied.isTold()) notices.tell(claim.row().trace(), n, now);
            else notices.discard(n);
        });
        tellDropped(claim, outcomes, now);
        settlement.fates().stream().flatMap(fate -> fate instanceof Fate.Aside(var why) ? Stream.of(why) : Stream.empty())
            .findFirst().ifPresent(why -> raiseHeld(claim.id(), why));
        alarm(settlement.effect(), fault);
    }

    /** The tag of a claim's destination: its rows have it. */
    private static Bytes tag(Claim claim) { return claim.rows().getFirst().destination(); }

    /** What the other side said, put beside who waits and sealed; in the order of the fates. */
    private List<Optional<Bytes>> answers(Claim claim, List<Fate> fates) {
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

    /** {@code done}: blobs that nobody needs any more. {@code isTold}: the notification was put in. */
    private record Applied(List<Bytes> done, boolean isTold) {}

    /**
     * When nobody of whom it tells is there any more, this was settled before: that commit was kept, though the store
     * could not say so. Then no notification is put in again.
     */
    private Applied apply(
            QueueTx tx, Claim claim, Settlement settlement, List<Optional<Bytes>> answers, Optional<Notices.Notice> notice, boolean last, long now) {
        var done = new ArrayList<Bytes>();
        // First the destination: whoever is put back waits for no less than it does.
        var destination = tag(claim);
        var row = tx.destination(destination);
        row.map(r -> settlement.effect().of(r, now)).filter(to -> !to.equals(row.get()))
            .ifPresent(to -> tx.putDestination(destination, row, to));
        boolean isTold = IntStream.range(0, settlement.fates().size())
            .anyMatch(i -> settlement.fates().get(i) instanceof Fate.Done
                && tx.recipient(claim.keys().get(i)).isPresent());
        for (int i = 0; i < settlement.fates().size(); i++) {
            apply(tx, claim.keys().get(i), settlement.fates().get(i), answers.get(i), now).ifPresent(done::add);
        }
        if (isTold) notice.ifPresent(n -> notices.add(tx, n, now));
        if (last) tx.endTurn(destination, now);
        return new Applied(done, isTold);
    }

    /** The operator may have held or dropped the recipient meanwhile. */
    private static Optional<Bytes> apply(QueueTx tx, RecipientKey key, Fate fate, Optional<Bytes> answer, long now) {
        var row = tx.recipient(key);
        if (row.isEmpty()) return Optional.empty();
        return switch (fate) {
            case Fate.Done _ -> tx.remove(key, row.get()).map(EntryRow::blob);
            case Fate.Again again -> {
                tx.change(key, row.get(), again.of(row.get(), answer));
                yield Optional.empty();
            }
            case Fate.Aside _ -> {
                Holding.hold(tx, key, row.get(), now);
                yield Optional.empty();
            }
            case Fate.Untouched _ -> Optional.empty();
        };
    }

    /** RFC 5321 section 6.1: a notification that cannot be delivered is told to nobody by mail. */
    private void tellDropped(Claim claim, List<Outcome> outcomes, long now) {
        if (!claim.entry().envelope().from().equals(ReversePath.NULL)) return;
        var lost = new ArrayList<Address>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Bounced) lost.add(claim.addressees().get(i).recipient().address());
        }
        if (lost.isEmpty()) return;
        LOG.log(Level.INFO, "dropped " + claim.key() + " (trace " + claim.row().trace()
            + "): a message from <> could not be delivered");
        environment.traces().tell(Stories.plain(claim.row().trace(), Event.Kind.DROPPED, lost,
            "It came from <>, so that nobody is notified", now));
    }

    static String faultAlarm(String why) { return "queue/fault/" + why; }

    static String entryAlarm(long entry) { return "queue/entry/" + QueueId.of(entry); }

    private void alarm(Effect effect, Optional<String> faultBefore) {
        switch (effect) {
            case Effect.Fault(_, var why) -> {
                // Another fault than before, if only in a server's wording, does not leave two alarms.
                faultBefore.filter(before -> !before.equals(why))
                    .ifPresent(before -> environment.alarms().clear(faultAlarm(before)));
                environment.alarms().raise(faultAlarm(why),
                    "Mail cannot be sent and waits; the fault is on our side: " + why + ".");
            }
            case Effect.Up _, Effect.Down _ ->
                faultBefore.ifPresent(why -> environment.alarms().clear(faultAlarm(why)));
            case Effect.None _ -> { }
        }
    }

    private void hold(Claim claim, String why) {
        hold(claim.id(), claim.row(), claim.keys(), claim.addressees().stream().map(r -> r.recipient().address()).toList(), why);
    }

    /** Puts recipients of an entry aside until the operator looks at them; {@code addresses} as far as they are known. */
    void hold(long id, EntryRow entry, List<RecipientKey> keys, List<Address> addresses, String why) {
        long now = environment.now();
        int held = rows.write(tx -> {
            int count = 0;
            for (var key : keys) if (tx.recipient(key).filter(row -> Holding.hold(tx, key, row, now)).isPresent()) count++;
            return count;
        });
        if (held == 0) return; // it has left meanwhile
        raiseHeld(id, why);
        environment.traces().tell(Stories.plain(entry.trace(), Event.Kind.HELD, addresses, "Held: " + why, now));
    }

    private void raiseHeld(long id, String why) {
        environment.alarms().raise(entryAlarm(id),
            "Queue entry " + QueueId.of(id) + " is held: " + why + ". Restore it from a backup or drop it.");
    }
}
