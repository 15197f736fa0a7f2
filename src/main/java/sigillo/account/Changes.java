package sigillo.account;

import java.util.Set;

/** What a commit touched, told to listeners in the order of commits: look again at these. */
public record Changes(AccountId account, long revision, Set<MailboxId> mailboxes, boolean mailboxList) {
    public Changes {
        mailboxes = Set.copyOf(mailboxes);
    }
}
