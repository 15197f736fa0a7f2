package sigillo.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;

/**
 * One step of a message's way. {@code addresses} are those it concerns (the look-up by address finds them);
 * {@code text} is one sentence for the operator: what was done and why, with the other side's reply; never content.
 */
public record Event(TraceId id, Instant at, Kind kind, List<Address> addresses, String text, Optional<String> reply) {
    /** So begins the text of a message's first step when an account here has sent it; of no other's. */
    public static final String SUBMITTED = "Submitted with ";

    public Event {
        addresses = List.copyOf(addresses);
    }

    public enum Kind {
        RECEIVED, CHECKED, REFUSED, FILED, FORWARDED, QUEUED, ATTEMPTED, SENT, DEFERRED, BOUNCED, NOTIFIED, HELD, RELEASED,
        DROPPED
    }
}
