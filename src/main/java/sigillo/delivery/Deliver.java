package sigillo.delivery;

import java.util.List;
import sigillo.smtp.SmtpReply;

/** What {@code smtpd} asks of delivery, for mail from outside and LMTP. */
public interface Deliver {

    /** One reply for each recipient, in order: LMTP (RFC 2033 section 4.2). What a 2xx promises is durable. */
    List<SmtpReply> toEach(Incoming incoming);

    /**
     * One reply for all: SMTP. When some recipients were served and others not: those that failed for now go into the
     * queue, those that failed for good are told to the sender by a notification, and the reply is 250.
     */
    SmtpReply toAll(Incoming incoming);
}
