package sigillo.delivery;

import java.util.List;
import java.util.Optional;
import sigillo.directory.Recipients.Resolved;
import sigillo.smtp.SmtpReply;

/** What {@code smtpd} asks of delivery, for mail from outside and LMTP. */
public interface Deliver {

    /** Why the account would not take a message of so many octets now, asked at RCPT; empty when it would. */
    default Optional<SmtpReply> noRoom(Resolved.Local local, long octets) { return Optional.empty(); }

    /** One reply for each recipient, in order: LMTP (RFC 2033 section 4.2). What a 2xx promises is durable. */
    List<SmtpReply> toEach(Incoming incoming);

    /**
     * One reply for all: SMTP. A refusal means that nobody got the message. 250 means that it is durable for all: those
     * that then fail for now are tried again, and those that fail for good are told to the sender by a notification.
     */
    SmtpReply toAll(Incoming incoming);
}
