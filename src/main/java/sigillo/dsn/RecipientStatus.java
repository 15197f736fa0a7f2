package sigillo.dsn;

import java.time.Instant;
import java.util.Optional;
import sigillo.smtp.EnhancedStatus;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;

/**
 * One recipient of a notification: RFC 3464 section 2.3. {@code remoteMta} and {@code diagnostic} are there when
 * another server was asked; {@code reply} of our own making goes without {@code remoteMta}. {@code willRetryUntil} only
 * when delayed.
 */
public record RecipientStatus(
        Recipient recipient, Action action, EnhancedStatus status, Optional<String> remoteMta,
        Optional<SmtpReply> diagnostic, Optional<Instant> lastAttempt, Optional<Instant> willRetryUntil) {

    /**
     * The status that a reply stands for. RFC 3461 section 6.3: where there is none, or one whose class is not the
     * reply's, 4.0.0 or 5.0.0.
     */
    public static EnhancedStatus statusOf(SmtpReply reply) {
        int replyClass = reply.isPositive() ? 2 : reply.isTransient() ? 4 : 5;
        return reply.status().filter(status -> status.statusClass() == replyClass)
            .orElse(new EnhancedStatus(replyClass, 0, 0));
    }
}
