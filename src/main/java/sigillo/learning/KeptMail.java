package sigillo.learning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.Entry;
import sigillo.account.Keyword;
import sigillo.account.Mailbox;
import sigillo.account.Role;
import sigillo.account.UidSet;

/**
 * Mail that its owner wants, as far as what he did with it shows: answered, flagged or put away before what stayed for
 * days, and that before what was opened.
 */
final class KeptMail {
    /** {@code isWeak}: he may just not have come to it. */
    record Candidate(EmailId email, boolean isWeak) {}

    private record Ranked(Entry entry, int rank) {}

    private static final int ANSWERED = 0;
    private static final int STAYED = 1;
    private static final int OPENED = 2;

    private KeptMail() {}

    /** The best first. */
    static List<Candidate> of(Account account, Instant now) {
        var all = new ArrayList<Ranked>();
        account.mailboxes().stream().filter(KeptMail::isKept).sorted(Comparator.comparing(mailbox -> !isInbox(mailbox)))
            .limit(LearningLimits.KEPT_MAILBOXES_MAX).forEach(mailbox -> add(account, mailbox, now, all));
        // Of what stayed the newest; of what was only opened the oldest, since the newest may be moved yet
        all.sort(Comparator.comparingInt(Ranked::rank)
            .thenComparing(one -> one.rank == OPENED ? one.entry.receivedAt().toEpochMilli() : -one.entry.receivedAt().toEpochMilli()));
        return all.stream().map(one -> new Candidate(one.entry.email(), one.rank == OPENED)).toList();
    }

    private static boolean isInbox(Mailbox mailbox) { return mailbox.role().equals(Optional.of(Role.INBOX)); }

    private static boolean isKept(Mailbox mailbox) {
        return mailbox.role().map(role -> role == Role.INBOX || role == Role.ARCHIVE).orElse(true);
    }

    private static void add(Account account, Mailbox mailbox, Instant now, List<Ranked> all) {
        var uids = account.uids(mailbox.id());
        if (uids.size() == 0) return;
        long from = uids.uid(Math.max(1, uids.size() - LearningLimits.KEPT_ENTRIES_MAX + 1));
        account.entries(mailbox.id(), new UidSet(List.of(new UidSet.Range(from, UidSet.UID_MAX))), entry -> {
            rank(entry, isInbox(mailbox), now).ifPresent(rank -> all.add(new Ranked(entry, rank)));
            return true;
        });
    }

    private static Optional<Integer> rank(Entry entry, boolean isInInbox, Instant now) {
        var keywords = entry.keywords();
        if (entry.deleted() || keywords.contains(Keyword.JUNK) || keywords.contains(Keyword.DRAFT)) return Optional.empty();
        if (!isInInbox || keywords.contains(Keyword.ANSWERED) || keywords.contains(Keyword.FLAGGED)) return Optional.of(ANSWERED);
        boolean stayed = entry.savedAt().orElse(entry.receivedAt()).isBefore(now.minus(LearningLimits.STAYED));
        if (stayed) return Optional.of(STAYED);
        return entry.seen() ? Optional.of(OPENED) : Optional.empty();
    }
}
