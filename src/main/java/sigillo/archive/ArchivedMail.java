package sigillo.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Keyword;
import sigillo.account.Uidl;
import sigillo.base.Octets;

/**
 * A message as an archive has it. {@code content}: with CRLF; readable until its visitor returns. {@code mailboxes}: paths
 * as {@link sigillo.account.Account} takes them, at least one. {@code date}: when it came to its owner, if the archive
 * says; never the time of the import. {@code popName}: what POP called it, if the archive says.
 */
record ArchivedMail(
        Octets content, List<String> mailboxes, Set<Keyword> keywords, boolean deleted, Optional<Instant> date,
        Optional<Uidl> popName) {
    ArchivedMail {
        mailboxes = List.copyOf(mailboxes);
        keywords = Set.copyOf(keywords);
        if (mailboxes.isEmpty()) throw new IllegalArgumentException("in no mailbox");
    }

    ArchivedMail(Octets content, List<String> mailboxes, Set<Keyword> keywords, boolean deleted, Optional<Instant> date) {
        this(content, mailboxes, keywords, deleted, date, Optional.empty());
    }

    ArchivedMail in(List<String> others) { return new ArchivedMail(content, others, keywords, deleted, date, popName); }
}
