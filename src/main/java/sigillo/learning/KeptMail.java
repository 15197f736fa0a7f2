package sigillo.learning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.Entry;
import sigillo.account.Keyword;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.message.AddressList;
import sigillo.message.MessageMeta;
import sigillo.message.NamedAddress;

/**
 * Mail that its owner wants, as far as what he did with it shows: what was answered, flagged or put away, or is of somebody to
 * whom he has written, before what stayed for days, and that before what was opened.
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
        var known = writtenTo(account);
        account.mailboxes().stream().filter(KeptMail::isKept).sorted(Comparator.comparing(mailbox -> !isInbox(mailbox)))
            .limit(LearningLimits.KEPT_MAILBOXES_MAX).forEach(mailbox -> add(account, mailbox, now, all));
        all.replaceAll(one -> one.rank != ANSWERED && isOf(account, one.entry, known) ? new Ranked(one.entry, ANSWERED) : one);
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
        for (var entry : newest(account, mailbox.id()))
            rank(entry, isInbox(mailbox), now).ifPresent(rank -> all.add(new Ranked(entry, rank)));
    }

    private static List<Entry> newest(Account account, MailboxId mailbox) {
        var newest = new ArrayList<Entry>();
        var uids = account.uids(mailbox);
        if (uids.size() == 0) return newest;
        long from = uids.uid(Math.max(1, uids.size() - LearningLimits.KEPT_ENTRIES_MAX + 1));
        account.entries(mailbox, new UidSet(List.of(new UidSet.Range(from, UidSet.UID_MAX))), newest::add);
        return newest;
    }

    /** As {@link Address#lookupKey}: of the newest messages that he has sent. */
    private static Set<String> writtenTo(Account account) {
        var sent = account.mailboxId(Role.SENT).map(mailbox -> newest(account, mailbox)).orElse(List.of());
        var all = new HashSet<String>();
        if (sent.isEmpty()) return all;
        try (var metas = account.metas()) {
            for (var email : inOrder(sent)) metas.meta(email).map(MessageMeta::envelope).ifPresent(envelope -> {
                add(envelope.to(), all);
                add(envelope.cc(), all);
            });
        }
        return all;
    }

    private static void add(AddressList list, Set<String> all) {
        list.flat().stream().limit(LearningLimits.RECIPIENTS_MAX).map(NamedAddress::address).flatMap(Optional::stream).map(Address::lookupKey).forEach(all::add);
    }

    private static TreeSet<EmailId> inOrder(List<Entry> entries) {
        var ids = new TreeSet<EmailId>();
        entries.forEach(entry -> ids.add(entry.email()));
        return ids;
    }

    /** Whoever it is by its header: what comes in another's name and was not even opened is not asked about. */
    private static boolean isOf(Account account, Entry entry, Set<String> known) {
        if (known.isEmpty()) return false;
        var authors = account.meta(entry.email()).map(meta -> meta.envelope().from().flat()).orElse(List.of());
        return authors.size() == 1 && authors.getFirst().address().map(Address::lookupKey).filter(known::contains).isPresent();
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
