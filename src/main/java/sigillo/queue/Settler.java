package sigillo.queue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            return Optional.of(rows.blob(claim.entry().blob()));
        } catch (BlobStore.MissingBlob missing) {
            hold(claim, "its message is missing from the store");
            return Optional.empty();
        } catch (MessageSeal.Unreadable sealed) {
            hold(claim, sentence(sealed));
            return Optional.empty();
        }
    }

    static String sentence(MessageSeal.Unreadable sealed) { return "its message cannot be opened: " + sealed.getMessage(); }

    void endTurn(String destination) {
        rows.write(tx -> {
            tx.endTurn(destination, environment.now());
            return null;
        });
    }

    /** {@code outcomes} may be empty when there was no attempt. */
    Settlement settlement(Claim claim, List<Outcome> outcomes, boolean calledOff) {
        long now = environment.now();
        var destination = rows.view().destination(claim.destination().key()).orElse(DestinationRow.first(now));
        return Settlement.of(claim, outcomes, destination,
            new Settlement.Context(now, environment.settings().schedule(), environment.random(), calledOff));
    }

    /** {@code last}: the turn ends with this. Throws {@link sigillo.store.StoreException}; then nothing was written. */
    void settle(Claim claim, List<Outcome> outcomes, Settlement settlement, boolean last) {
        long now = environment.now();
        var notice = notices.write(claim.entry(), settlement.tell(), now);
        var fault = rows.view().destination(claim.destination().key()).flatMap(DestinationRow::fault);
        List<Bytes> done;
        try {
            done = rows.write(tx -> apply(tx, claim, settlement, notice, last, now));
        } catch (RuntimeException refused) {
            notice.ifPresent(notices::discard);
            throw refused;
        }
        done.forEach(rows::deleteBlob);
        environment.alarms().clear(STORE_ALARM);
        Stories.tell(environment.traces(), claim, outcomes, settlement.fates(), now);
        notice.ifPresent(n -> notices.tell(claim.entry(), n, now));
        tellDropped(claim, outcomes, now);
        settlement.fates().stream().flatMap(fate -> fate instanceof Fate.Aside(var why) ? Stream.of(why) : Stream.empty())
            .findFirst().ifPresent(why -> raiseHeld(claim, why));
        alarm(settlement.effect(), fault);
    }

    private List<Bytes> apply(
            QueueTx tx, Claim claim, Settlement settlement, Optional<Notices.Notice> notice, boolean last, long now) {
        var done = new ArrayList<Bytes>();
        // First the destination: whoever is put back waits for no less than it does.
        var destination = claim.destination().key();
        var row = tx.destination(destination);
        row.map(r -> settlement.effect().of(r, now)).filter(to -> !to.equals(row.get()))
            .ifPresent(to -> tx.putDestination(destination, row, to));
        for (int i = 0; i < settlement.fates().size(); i++) {
            apply(tx, claim.keys().get(i), settlement.fates().get(i), now).ifPresent(done::add);
        }
        notice.ifPresent(n -> notices.add(tx, n, now));
        if (last) tx.endTurn(destination, now);
        return done;
    }

    /** The operator may have held or dropped the recipient meanwhile. */
    private static Optional<Bytes> apply(QueueTx tx, RecipientKey key, Fate fate, long now) {
        var row = tx.recipient(key);
        if (row.isEmpty()) return Optional.empty();
        return switch (fate) {
            case Fate.Done _ -> tx.remove(key, row.get()).map(EntryRow::blob);
            case Fate.Again again -> {
                tx.change(key, row.get(), again.of(row.get()));
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
            if (outcomes.get(i) instanceof Outcome.Bounced) lost.add(claim.rows().get(i).recipient().address());
        }
        if (lost.isEmpty()) return;
        LOG.log(Level.INFO, "dropped " + claim.key() + " (trace " + claim.entry().trace()
            + "): a message from <> could not be delivered");
        environment.traces().tell(Stories.plain(claim.entry(), Event.Kind.DROPPED, lost,
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

    /** Puts an entry's claimed recipients aside until the operator looks at them. */
    private void hold(Claim claim, String why) {
        long now = environment.now();
        rows.write(tx -> {
            for (var key : claim.keys()) tx.recipient(key).ifPresent(row -> Holding.hold(tx, key, row, now));
            return null;
        });
        raiseHeld(claim, why);
        environment.traces().tell(Stories.plain(claim.entry(), Event.Kind.HELD,
            claim.rows().stream().map(r -> r.recipient().address()).toList(), "Held: " + why, now));
    }

    private void raiseHeld(Claim claim, String why) {
        environment.alarms().raise(entryAlarm(claim.id()),
            "Queue entry " + claim.key() + " is held: " + why + ". Restore it from a backup or drop it.");
    }
}
