package sigillo.queue;

import java.util.Optional;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;
import sigillo.trace.TraceId;

/**
 * A message for the queue. {@code submitter}: the address that signed in to send it; empty for forwards and
 * notifications.
 */
public record Outgoing(Envelope envelope, Octets message, TraceId trace, Optional<String> submitter) {}
