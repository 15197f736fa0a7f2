package sigillo.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.refusals.Refusals;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/** Turns outcomes into events of a message's story: one event for all recipients that fared alike. */
final class Stories {
    private Stories() {}

    static void tell(Traces traces, Claim claim, List<Outcome> outcomes, List<Fate> fates, long now) {
        var alike = new LinkedHashMap<Outcome, List<Address>>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (fates.get(i) instanceof Fate.Untouched) continue;
            alike.computeIfAbsent(outcomes.get(i), _ -> new ArrayList<>())
                .add(claim.addressees().get(i).recipient().address());
        }
        alike.forEach((outcome, addresses) -> traces.tell(event(claim, outcome, addresses, now)));
    }

    private static Event event(Claim claim, Outcome outcome, List<Address> addresses, long now) {
        var id = claim.row().trace();
        var at = Instant.ofEpochMilli(now);
        return switch (outcome) {
            case Outcome.Delivered(var reply, var peer, _) -> new Event(id, at, Event.Kind.SENT, addresses,
                claim.destination().isFinal() ? "Delivered" : "Handed on to " + peer, Optional.of(reply.toString()));
            case Outcome.Deferred(var reply, var peer, _) -> new Event(id, at, Event.Kind.DEFERRED, addresses,
                "To be tried again: " + by(reply, peer), Optional.of(reply.toString()));
            case Outcome.Unreachable(var reply, var peer) -> new Event(id, at, Event.Kind.DEFERRED, addresses,
                "To be tried again, the destination did not take our call: " + by(reply, peer), Optional.of(reply.toString()));
            case Outcome.Rerouted(var reply, var peer, var way) -> new Event(id, at, Event.Kind.DEFERRED, addresses,
                "Refused for what is thought of this server's address, and goes by " + way + " now: " + by(reply, peer), Optional.of(reply.toString()));
            case Outcome.Paced(_, var why, _) -> new Event(id, at, Event.Kind.DEFERRED, addresses, "Waits its turn: " + why, Optional.empty());
            case Outcome.Bounced(var reply, var peer) -> new Event(id, at, Event.Kind.BOUNCED, addresses,
                "Given up: " + by(reply, peer), Optional.of(reply.toString()));
            case Outcome.OurFault(var why) -> new Event(id, at, Event.Kind.DEFERRED, addresses,
                "To be tried again, the fault is ours: " + why, Optional.empty());
            case Outcome.Damaged(var why) -> new Event(id, at, Event.Kind.HELD, addresses, "Held: " + why, Optional.empty());
        };
    }

    /** Who said it, and what it means where that is known. */
    private static String by(SmtpReply reply, String peer) {
        var who = peer.isEmpty() ? "nobody answered" : "said " + peer;
        return who + Refusals.of(reply, peer).map(meaning -> ". " + meaning).orElse("");
    }

    static Event plain(TraceId trace, Event.Kind kind, List<Address> addresses, String text, long now) {
        return new Event(trace, Instant.ofEpochMilli(now), kind, addresses, text, Optional.empty());
    }
}
