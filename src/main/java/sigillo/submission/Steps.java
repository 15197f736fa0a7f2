package sigillo.submission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.directory.User;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/** What submission tells of a message, as sentences. Addresses stand beside the sentence; the user's comes first. */
final class Steps {
    private Steps() {}

    static Event submitted(TraceId trace, Instant at, User user, Origin origin, Envelope envelope, long octets) {
        var text = Event.SUBMITTED + origin.protocol()
            + origin.client().map(c -> " from [" + c.getHostAddress() + "]").orElse("")
            + origin.tls().map(t -> ", " + t).orElse(isOverHttps(origin) ? ", over HTTPS" : ", not encrypted") + ", " + octets + " octets";
        return new Event(trace, at, Event.Kind.RECEIVED, all(user, envelope), text, Optional.empty());
    }

    /** JMAP is spoken over nothing else. */
    private static boolean isOverHttps(Origin origin) { return origin.protocol().equals(Submission.JMAP); }

    static Event refused(TraceId trace, Instant at, User user, Envelope envelope, SmtpReply reply) {
        var text = reply.isPermanent() ? "Refused for good" : "Refused for now";
        return new Event(trace, at, Event.Kind.REFUSED, all(user, envelope), text, Optional.of(reply.toString()));
    }

    private static List<Address> all(User user, Envelope envelope) {
        var all = new ArrayList<>(List.of(user.address()));
        envelope.from().sender().filter(sender -> !sender.equals(user.address())).ifPresent(all::add);
        envelope.recipients().forEach(r -> all.add(r.address()));
        return all;
    }
}
