package sigillo.queue;

import java.util.Optional;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;
import sigillo.trace.TraceId;

/**
 * A message for the queue. {@code submitter}: the address that signed in to send it; empty for forwards and
 * notifications. {@code ticket}: for who wants to hear of it.
 */
public record Outgoing(Envelope envelope, Octets message, TraceId trace, Optional<String> submitter,
    Optional<NewTicket> ticket) {
    public Outgoing(Envelope envelope, Octets message, TraceId trace, Optional<String> submitter) {
        this(envelope, message, trace, submitter, Optional.empty());
    }
}
