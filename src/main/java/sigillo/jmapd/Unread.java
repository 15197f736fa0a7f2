package sigillo.jmapd;

import java.util.HashSet;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Keyword;
import sigillo.account.Mailbox;
import sigillo.account.Role;
import sigillo.account.ThreadId;
import sigillo.account.UidSet;

/**
 * What of a mailbox is unread: RFC 8621 section 2. What is kept counts what is not seen, as IMAP does; drafts, which are not unread, are looked
 * at where they are, in Drafts, while these are few.
 */
record Unread(long emails, long threads) {
    /** That are looked at for one count. */
    private static final int DRAFTS_MAX = 2_000;

    static Unread of(Account account, Mailbox mailbox) {
        var counts = mailbox.counts();
        boolean isLookedAt = mailbox.role().equals(Optional.of(Role.DRAFTS)) && counts.unseen() > 0
            && counts.emails() <= DRAFTS_MAX;
        return isLookedAt ? withoutDrafts(account, mailbox) : new Unread(counts.unseen(), counts.unseenThreads());
    }

    private static Unread withoutDrafts(Account account, Mailbox mailbox) {
        var emails = new int[1];
        var threads = new HashSet<ThreadId>();
        account.entries(mailbox.id(), UidSet.ALL, entry -> {
            if (entry.seen() || entry.keywords().contains(Keyword.DRAFT)) return true;
            emails[0]++;
            threads.add(entry.thread());
            return true;
        });
        return new Unread(emails[0], threads.size());
    }
}
