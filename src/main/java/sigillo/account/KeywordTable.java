package sigillo.account;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sigillo.store.Tx;

/**
 * The account's list of keywords as one work sees and changes it. A keyword has a number while any membership has it;
 * how many have it is kept for the account and for each mailbox.
 */
final class KeywordTable {
    private record In(MailboxId mailbox, int number) {}

    private final Tx tx;
    private final KeywordNames names;
    private final AccountRow account;
    private final Map<Keyword, Optional<Integer>> numbers = new HashMap<>();
    private final Map<Integer, Keyword> fresh = new HashMap<>();
    private final Map<In, Long> uses = new HashMap<>();
    private Map<Keyword, Integer> all;

    KeywordTable(Tx tx, KeywordNames names, AccountRow account) {
        this.tx = tx;
        this.names = names;
        this.account = account;
    }

    Set<Keyword> names(Marks marks) {
        if (marks.others().isEmpty()) return KeywordNames.system(marks);
        var all = new HashSet<>(KeywordNames.system(marks));
        for (int number : marks.others()) name(number).ifPresent(all::add);
        return all;
    }

    /** Empty when no membership has it. */
    Optional<Integer> number(Keyword keyword) { return numbers.computeIfAbsent(keyword, this::find); }

    /** Empty when the account has too many keywords for a new one. */
    Optional<Integer> numberForUse(Keyword keyword) {
        var number = number(keyword);
        if (number.isPresent()) return number;
        if (account.keywords + fresh.size() >= AccountLimits.KEYWORDS_OF_ACCOUNT_MAX) return Optional.empty();
        fresh.put(account.nextKeyword, keyword);
        number = Optional.of(account.nextKeyword++);
        numbers.put(keyword, number);
        return number;
    }

    /** Counts the keywords of a membership in, or out with {@code times} -1. */
    void count(MailboxId mailbox, Marks marks, int times) {
        for (int number : marks.others()) uses.merge(new In(mailbox, number), (long) times, Long::sum);
    }

    /** Writes what has been counted. */
    void close() {
        var totals = new TreeMap<Integer, Long>();
        uses.forEach((in, more) -> {
            if (more == 0) return;
            totals.merge(in.number, more, Long::sum);
            var key = Keys.uses(in.mailbox, in.number);
            long now = tx.get(key).map(Counter::decode).orElse(0L) + more;
            if (now == 0) tx.delete(key);
            else tx.put(key, Counter.encode(now));
        });
        totals.forEach(this::closeTotal);
    }

    private void closeTotal(int number, long more) {
        var key = Keys.keyword(number);
        var before = tx.get(key).map(KeywordRow::decode);
        long now = before.map(KeywordRow::uses).orElse(0L) + more;
        if (before.isEmpty()) account.keywords++;
        if (now == 0) account.keywords--;
        var keyword = before.map(KeywordRow::keyword).orElseGet(() -> fresh.get(number));
        if (now == 0) tx.delete(key);
        else tx.put(key, new KeywordRow(keyword, now).encode());
    }

    private Optional<Keyword> name(int number) {
        var own = Optional.ofNullable(fresh.get(number)).or(() -> names.known(number));
        return own.isPresent() ? own : tx.get(Keys.keyword(number)).map(row -> KeywordRow.decode(row).keyword());
    }

    private Optional<Integer> find(Keyword keyword) {
        var guess = names.guess(keyword).filter(number -> tx.get(Keys.keyword(number)).isPresent());
        return guess.isPresent() ? guess : Optional.ofNullable(all().get(keyword));
    }

    /** Read once in a work, and only for a keyword that is new to this process. */
    private Map<Keyword, Integer> all() {
        if (all == null) {
            var read = new HashMap<Keyword, Integer>();
            Reads.of(tx).each(Keys.KEYWORDS, (key, row) -> {
                read.put(KeywordRow.decode(row).keyword(), (int) Keys.last4(key));
                return true;
            });
            all = read;
        }
        return all;
    }
}
