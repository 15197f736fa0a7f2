package sigillo.submission;

import java.util.Optional;
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

    /** Why nothing of this user's is taken for now. Asked before a message comes; {@link #submit} asks again. */
    default Optional<SmtpReply> refusal(User user) { return Optional.empty(); }

    /** Why nothing of this user's is taken for this recipient. */
    default Optional<SmtpReply> refusal(User user, Address recipient) { return Optional.empty(); }

    /** Checks, mends and enqueues; 250 only when durable. */
    SmtpReply submit(User user, Origin origin, Envelope envelope, Spooled message, TraceId trace);
}
