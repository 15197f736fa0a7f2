package sigillo.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.authentication.Authentication;
import sigillo.authentication.Findings;
import sigillo.base.Address;
import sigillo.filter.Assessment;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/**
 * What delivery tells of a message, as sentences. Addresses stand beside the sentence, never in it; content nowhere.
 */
final class Steps {
    /** What the trace keeps of one event, with room for a semicolon. */
    private static final int TEXT_CHARACTERS = 490;

    private Steps() {}

    static Event received(Incoming incoming, Instant at) {
        var text = "Received " + from(incoming.origin()) + ", " + incoming.message().length() + " octets";
        return new Event(incoming.trace(), at, Event.Kind.RECEIVED, all(incoming.envelope()), text, Optional.empty());
    }

    static Event refused(TraceId trace, Instant at, Envelope envelope, SmtpReply reply) {
        var text = reply.isPermanent() ? "Refused for good" : "Refused for now";
        return new Event(trace, at, Event.Kind.REFUSED, all(envelope), text, Optional.of(reply.toString()));
    }

    /** One event, or some where the sentences are long. */
    static List<Event> checked(Incoming incoming, Instant at, Findings found) { return told(incoming, at, Authentication.sentences(found)); }

    /** What the filter thinks: its score, and each reason. */
    static List<Event> assessed(Incoming incoming, Instant at, Assessment found) {
        return told(incoming, at, found.sentences());
    }

    private static List<Event> told(Incoming incoming, Instant at, List<String> sentences) {
        var events = new ArrayList<Event>();
        var text = new StringBuilder();
        for (var sentence : sentences) {
            if (!text.isEmpty() && text.length() + sentence.length() > TEXT_CHARACTERS) {
                events.add(checked(incoming, at, text.toString()));
                text.setLength(0);
            }
            text.append(text.isEmpty() ? "" : "; ").append(sentence);
        }
        events.add(checked(incoming, at, text.toString()));
        return events;
    }

    private static Event checked(Incoming incoming, Instant at, String text) {
        return new Event(incoming.trace(), at, Event.Kind.CHECKED, List.of(), text, Optional.empty());
    }

    /** {@code suspicion}: why it did not simply go into the inbox. */
    static Event filed(TraceId trace, Instant at, Address recipient, String where, Optional<String> suspicion) {
        var text = "Filed into " + where + suspicion.map(why -> ": " + why).orElse("");
        return new Event(trace, at, Event.Kind.FILED, List.of(recipient), text, Optional.empty());
    }

    static Event forwarded(TraceId trace, Instant at, Address alias, List<Address> targets) {
        var addresses = new ArrayList<>(List.of(alias));
        addresses.addAll(targets);
        return new Event(trace, at, Event.Kind.FORWARDED, addresses, "Sent on by the alias that comes first",
            Optional.empty());
    }

    private static String from(Origin origin) {
        return "with " + origin.protocol() + (origin.helo().isEmpty() ? "" : " from " + origin.helo())
            + origin.client().map(c -> " [" + c.getHostAddress() + "]").orElse("")
            + origin.tls().map(t -> ", " + t).orElse(", not encrypted");
    }

    private static List<Address> all(Envelope envelope) {
        var all = new ArrayList<Address>();
        envelope.from().sender().ifPresent(all::add);
        envelope.recipients().forEach(r -> all.add(r.address()));
        return all;
    }
}
