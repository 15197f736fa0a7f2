package sigillo.account;

import java.time.Instant;
import java.util.Set;

/**
 * A message that was expunged and can be had back. {@code id}: what the Email had; it comes back under a new one, since
 * JMAP and IMAP have told everybody that this one is gone. {@code mailbox}: where it was last; it may be gone too.
 * {@code size} in octets.
 */
public record Expunged(
        EmailId id, Instant expungedAt, MailboxId mailbox, long size, Instant receivedAt, Set<Keyword> keywords) {
    public Expunged {
        keywords = Set.copyOf(keywords);
    }
}
