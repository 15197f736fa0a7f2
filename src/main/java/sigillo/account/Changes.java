package sigillo.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a commit touched, told to listeners in the order of commits: look again at these. */
public record Changes(
        AccountId account, long revision, Set<MailboxId> mailboxes, boolean mailboxList, Optional<Annotated> annotated) {
    public Changes {
        mailboxes = Set.copyOf(mailboxes);
    }

    public Changes(AccountId account, long revision, Set<MailboxId> mailboxes, boolean mailboxList) {
        this(account, revision, mailboxes, mailboxList, Optional.empty());
    }

    /** Annotations of a mailbox, or of the account itself, were set or taken away. */
    public record Annotated(Optional<MailboxId> mailbox, List<String> names) {
        public Annotated { names = List.copyOf(names); }
    }
}
