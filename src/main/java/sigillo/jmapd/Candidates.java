package sigillo.jmapd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Entry;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;

/** Gathers the Emails of an account or of one mailbox, each once, by their ids. One thread. */
final class Candidates {
    private final Map<Set<Keyword>, Set<Keyword>> keywords = new HashMap<>();
    private final Map<Set<MailboxId>, Set<MailboxId>> places = new HashMap<>();
    private final List<Candidate> all = new ArrayList<>();

    private Candidates() {}

    /** Of mailboxes that have all that is asked for. */
    static List<Candidate> in(Account account, Iterable<MailboxId> mailboxes) {
        var gathered = new Candidates();
        for (var mailbox : mailboxes) {
            var here = gathered.shared(gathered.places, Set.of(mailbox));
            account.entries(mailbox, UidSet.ALL, entry -> gathered.all.add(gathered.candidate(entry, here)));
        }
        return gathered.joined();
    }

    private Candidate candidate(Entry entry, Set<MailboxId> here) {
        return new Candidate(entry.email().value(), entry.thread().value(), entry.receivedAt().toEpochMilli(),
            entry.size(),
            shared(keywords, entry.keywords()), here);
    }

    private <T> Set<T> shared(Map<Set<T>, Set<T>> known, Set<T> one) {
        return known.computeIfAbsent(one, same -> same);
    }

    /** An Email that is in several mailboxes is in all of them. */
    private List<Candidate> joined() {
        all.sort(Comparator.comparingLong(Candidate::id));
        int last = -1;
        for (var one : all) {
            boolean isSame = last >= 0 && all.get(last).id() == one.id();
            if (isSame) all.set(last, all.get(last).in(together(all.get(last).mailboxes(), one.mailboxes())));
            else all.set(++last, one);
        }
        all.subList(last + 1, all.size()).clear();
        return all;
    }

    private Set<MailboxId> together(Set<MailboxId> some, Set<MailboxId> others) {
        var both = new HashSet<>(some);
        both.addAll(others);
        return shared(places, Set.copyOf(both));
    }
}
