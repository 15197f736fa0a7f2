package sigillo.delivery;

import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.spool.Spooled;
import sigillo.trace.TraceId;

/** A message at our door, whole. The message is as it was received: no trace header yet. */
public record Incoming(Envelope envelope, Origin origin, Spooled message, TraceId trace) {}
