package sigillo.submission;

import sigillo.base.Address;
import sigillo.directory.User;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.trace.TraceId;

/** What {@code smtpd} asks of submission. */
public interface Submit {

    /** True when the user owns this address (its own, its aliases, with any detail). RFC 6409 section 6.1. */
    boolean maySendAs(User user, Address address);

    /** Checks, mends and enqueues; 250 only when durable. */
    SmtpReply submit(User user, Origin origin, Envelope envelope, Spooled message, TraceId trace);
}
