package sigillo.jmapd;

import java.util.Set;
import sigillo.account.EmailId;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;

/**
 * What a query holds of an Email: there may be hundreds of thousands. {@code keywords} and {@code mailboxes} are shared
 * by many.
 */
record Candidate(long id, long thread, long receivedAt, long size, Set<Keyword> keywords, Set<MailboxId> mailboxes) {
    EmailId email() { return new EmailId(id); }

    Candidate in(Set<MailboxId> all) { return new Candidate(id, thread, receivedAt, size, keywords, all); }
}
