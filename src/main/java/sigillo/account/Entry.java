package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A message as one mailbox shows it: a membership with what IMAP asks for most. One row; read by ranges of UID. {@code savedAt}:
 * when it came into this mailbox (RFC 8514); not known of what came before that was kept.
 */
public record Entry(
        long uid, EmailId email, ThreadId thread, long modSeq, boolean deleted, Set<Keyword> keywords, long size, Instant receivedAt,
        Optional<Instant> savedAt) {
    public Entry {
        keywords = Set.copyOf(keywords);
    }

    public boolean seen() { return keywords.contains(Keyword.SEEN); }
}
