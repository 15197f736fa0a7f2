package sigillo.filter;

import java.time.Instant;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.trace.TraceId;

/** A message at our door that is to be looked at, as it was received. Its octets are good as long as it is asked about. */
public record Mail(Envelope envelope, Origin origin, Octets message, HeaderSection section, TraceId trace, Instant at) {}
