package sigillo.queue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.smtp.ReversePath;
import sigillo.store.BlobStore;
import sigillo.store.Damaged;
import sigillo.store.StoreException;
import sigillo.trace.Event;

/** Before an attempt: the message. After it: what it means, and what follows when that is written. */
final class Settler {
    static final String STORE_ALARM = "queue/store";
    private static final System.Logger LOG = System.getLogger(Settler.class.getName());

    private final QueueRows rows;
    private final Leases leases;
    private final Environment environment;
    private final Notices notices;

    Settler(QueueRows rows, Leases leases, Environment environment, Notices notices) {
        this.rows = rows;
        this.leases = leases;
        this.environment = environment;
        this.notices = notices;
    }

    /** The claim's message; empty when the store has lost it: then the entry is held; or cannot read it now: then it waits. */
    Optional<Octets> message(Claim claim) {
        try {
            return Optional.of(rows.message(claim.id(), claim.row()));
        } catch (Damaged message) {
            hold(claim, sentence(message));
            return Optional.empty();
        } catch (StoreException now) {
            postpone(claim, now);
            return Optional.empty();
        }
    }

    /** What cannot be read now must not keep its place before those that can. Throws when the store takes nothing either. */
    private void postpone(Claim claim, StoreException why) {
        long due = environment.now() + QueueLimits.UNREADABLE_RETRY.toMillis();
        rows.write(tx -> {
            for (var key : claim.keys()) {
                tx.keptRecipient(key).flatMap(QueueView.Kept::row).filter(row -> !row.held())
                    .ifPresent(row -> tx.change(key, row, row.dueAt(due)));
            }
            return null;
        });
        LOG.log(Level.WARNING, "the message of queue entry " + claim.key() + " cannot be read now and waits", why);
    }

    static String sentence(Damaged why) {
        return switch (why) {
            case BlobStore.MissingBlob _ -> "its message is missing from the store";
            case Unreadable sealed -> "it cannot be opened: " + sealed.getMessage();
            default -> "it is damaged in the store: " + why.getMessage();
        };
    }

    /** One that has served nobody is not repeated at once: who is due there is in other hands. */
    void endTurn(Bytes destination, boolean hasServed) {
        var retry = leases.areNeeded() ? QueueLimits.ELSEWHERE_RETRY : QueueLimits.STORE_RETRY;
        long next = environment.now() + (hasServed ? 0 : retry.toMillis());
        rows.write(tx -> {
            tx.endTurn(destination, next);
            return null;
        });
    }

    /** {@code outcomes} may be empty when there was no attempt. Throws {@link sigillo.store.StoreException}. */
    Settlement settlement(Claim claim, List<Outcome> outcomes, boolean calledOff) {
        long now = environment.now();
        var destination = rows.view().destination(claim.rows().getFirst().destination()).orElse(DestinationRow.first(now));
        return Settlement.of(claim, outcomes, destination,
            new Settlement.Context(now, environment.settings().schedule(), environment.random(), calledOff));
    }

    /** To be offered until it is taken, then {@link #settled}. */
    Settling settling(Claim claim, Settlement settlement) { return new Settling(rows, leases, environment, notices, claim, settlement); }

    /** It is durable: blobs, stories and alarms follow. */
    void settled(Claim claim, List<Outcome> outcomes, Settlement settlement, Settling.Settled what) {
        long now = environment.now();
        what.done().forEach(rows::deleteBlob);
        environment.alarms().clear(STORE_ALARM);
        Stories.tell(environment.traces(), claim, outcomes, settlement.fates(), now);
        what.told().ifPresent(notice -> notices.tell(claim.row().trace(), notice, now));
        tellDropped(claim, outcomes, now);
        what.held().ifPresent(why -> raiseHeld(claim.id(), why));
        alarm(settlement.effect(), what.fault());
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
                    "Mail cannot be sent and waits; the fault is on our side: " + why + ".",
                    "La posta non si può inviare e attende; il guasto è dalla nostra parte: " + why + ".");
            }
            // After a rest nobody would know any more which alarm it was; a fault that is still there raises it again.
            case Effect.Up _, Effect.Down _, Effect.Rest _ ->
                faultBefore.ifPresent(why -> environment.alarms().clear(faultAlarm(why)));
            case Effect.Passed _, Effect.None _ -> { }
        }
    }

    /** Returns how many of its recipients were still there. */
    int hold(Claim claim, String why) {
        return hold(claim.id(), Optional.of(claim.row()), claim.keys(), claim.addressees().stream().map(r -> r.recipient().address()).toList(), why);
    }

    /** Puts recipients of an entry aside until the operator looks at them; {@code entry} and {@code addresses} as far as they are known. */
    int hold(long id, Optional<EntryRow> entry, List<RecipientKey> keys, List<Address> addresses, String why) {
        long now = environment.now();
        int held = rows.write(tx -> {
            int count = 0;
            for (var key : keys) if (tx.setAside(key, now)) count++;
            if (count > 0) tx.mark(id, why);
            return count;
        });
        if (held == 0) return 0; // it has left meanwhile
        raiseHeld(id, why);
        entry.ifPresent(row -> environment.traces().tell(Stories.plain(row.trace(), Event.Kind.HELD, addresses, "Held: " + why, now)));
        return held;
    }

    /** Of what was put aside before the start. */
    void remind() { rows.view().aside(QueueLimits.REMINDERS_MAX).forEach(aside -> raiseHeld(aside.entry(), aside.why())); }

    void raiseHeld(long id, String why) {
        environment.alarms().raise(entryAlarm(id),
            "Queue entry " + QueueId.of(id) + " is held: " + why + ". Restore it from a backup or drop it.",
            "La voce " + QueueId.of(id) + " della coda è trattenuta: " + why + ". Riportarla da un backup o eliminarla.");
    }
}
