package sigillo.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Entry;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;

/** The flags of a message that is here, as scripts see and set them: RFC 5232, RFC 6785 section 3.8. */
final class HereFlags {
    static final String DELETED = "\\Deleted";
    private static final Set<Keyword> SYSTEM = Set.of(Keyword.SEEN, Keyword.ANSWERED, Keyword.FLAGGED, Keyword.DRAFT);

    private HereFlags() {}

    static List<String> of(Entry entry) {
        var all = new ArrayList<String>();
        for (var keyword : entry.keywords()) all.add(SYSTEM.contains(keyword) ? system(keyword) : keyword.name());
        if (entry.deleted()) all.add(DELETED);
        return all;
    }

    private static String system(Keyword keyword) {
        var name = keyword.name().substring(1);
        return "\\" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Only what the script has changed: others may have changed the rest meanwhile. */
    static void mark(Account account, MailboxId mailbox, Entry entry, List<String> wanted) {
        var before = Ruled.keywords(of(entry));
        var after = Ruled.keywords(wanted);
        boolean isDeleted = wanted.stream().anyMatch(DELETED::equalsIgnoreCase);
        change(account, mailbox, entry, FlagChange.Mode.ADD, without(after, before), isDeleted && !entry.deleted());
        change(account, mailbox, entry, FlagChange.Mode.REMOVE, without(before, after), !isDeleted && entry.deleted());
    }

    static void delete(Account account, MailboxId mailbox, Entry entry) {
        change(account, mailbox, entry, FlagChange.Mode.ADD, Set.of(), true);
    }

    private static Set<Keyword> without(Set<Keyword> all, Set<Keyword> others) {
        var left = new HashSet<>(all);
        left.removeAll(others);
        return left;
    }

    private static void change(Account account, MailboxId mailbox, Entry entry, FlagChange.Mode mode, Set<Keyword> keywords, boolean deleted) {
        if (keywords.isEmpty() && !deleted) return;
        account.flags(mailbox, UidSet.of(entry.uid()), new FlagChange(mode, keywords, deleted, Optional.empty()));
    }
}
