package sigillo.jmapd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import sigillo.account.Account;
import sigillo.account.Entry;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;

/**
 * The Emails of mailboxes, each once, in slices that are read when they are asked for: with the mailbox where it was found first. One
 * thread at a time.
 */
final class Candidates implements Iterator<List<Candidate>> {
    private final Account account;
    private final Iterator<MailboxId> mailboxes;
    private final int size;
    private final IdSet seen = new IdSet();
    private final Map<Set<Keyword>, Set<Keyword>> keywords = new HashMap<>();
    private Set<MailboxId> here = Set.of(); // the one that is being read
    private long from;                      // its next UID, 0 once it is read
    private List<Candidate> next = List.of();

    /** {@code size}: Emails of a slice, at most. */
    Candidates(Account account, List<MailboxId> mailboxes, int size) {
        this.account = account;
        this.mailboxes = mailboxes.iterator();
        this.size = size;
    }

    @Override public boolean hasNext() {
        while (next.isEmpty() && (from > 0 || mailboxes.hasNext())) read();
        return !next.isEmpty();
    }

    @Override public List<Candidate> next() {
        if (!hasNext()) throw new NoSuchElementException();
        var slice = next;
        next = List.of();
        return slice;
    }

    private void read() {
        if (from == 0) {
            here = Set.of(mailboxes.next());
            from = 1;
        }
        var slice = new ArrayList<Candidate>(size);
        var read = new int[1];
        account.entries(here.iterator().next(), new UidSet(List.of(new UidSet.Range(from, UidSet.UID_MAX))), entry -> {
            if (seen.add(entry.email().value())) slice.add(candidate(entry));
            from = entry.uid() + 1;
            return ++read[0] < size;
        });
        if (read[0] < size || from > UidSet.UID_MAX) from = 0;
        next = slice;
    }

    private Candidate candidate(Entry entry) { return candidate(entry, shared(keywords, entry.keywords()), here); }

    private static Candidate candidate(Entry entry, Set<Keyword> keywords, Set<MailboxId> here) {
        return new Candidate(entry.email().value(), entry.thread().value(), entry.receivedAt().toEpochMilli(), entry.size(), keywords, here);
    }

    private static <T> Set<T> shared(Map<Set<T>, Set<T>> known, Set<T> one) {
        return known.computeIfAbsent(one, same -> same);
    }

    // ---- with all their mailboxes ----

    /** By their ids; an Email that is in several of the mailboxes is in all of them. All in memory. */
    static List<Candidate> joined(Account account, List<MailboxId> mailboxes) {
        var all = new ArrayList<Candidate>();
        var keywords = new HashMap<Set<Keyword>, Set<Keyword>>();
        for (var mailbox : mailboxes) {
            var here = Set.of(mailbox);
            account.entries(mailbox, UidSet.ALL, entry -> all.add(candidate(entry, shared(keywords, entry.keywords()), here)));
        }
        all.sort(Comparator.comparingLong(Candidate::id));
        return joined(all);
    }

    static Iterator<List<Candidate>> slices(List<Candidate> all, int size) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
            .mapToObj(from -> all.subList(from, Math.min(all.size(), from + size))).iterator();
    }

    private static List<Candidate> joined(List<Candidate> all) {
        var places = new HashMap<Set<MailboxId>, Set<MailboxId>>();
        int last = -1;
        for (var one : all) {
            boolean isSame = last >= 0 && all.get(last).id() == one.id();
            if (isSame) all.set(last, all.get(last).in(together(places, all.get(last).mailboxes(), one.mailboxes())));
            else all.set(++last, one);
        }
        all.subList(last + 1, all.size()).clear();
        return all;
    }

    private static Set<MailboxId> together(
            Map<Set<MailboxId>, Set<MailboxId>> places, Set<MailboxId> some, Set<MailboxId> others) {
        var both = new HashSet<>(some);
        both.addAll(others);
        return shared(places, Set.copyOf(both));
    }
}
