package sigillo.account;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Remembers which keyword has which number, for all threads. A number never changes its keyword, so what is remembered
 * cannot be wrong; whether the keyword is still in use is for the rows to say. Only what is committed is remembered.
 */
final class KeywordNames {
    /** More than an account has at a time; then what is remembered is mostly of the past. */
    private static final int REMEMBERED_MAX = 2 * AccountLimits.KEYWORDS_OF_ACCOUNT_MAX;
    /** The sixteen sets of system flags. */
    private static final List<Set<Keyword>> SYSTEM_SETS = IntStream.range(0, 1 << Marks.SYSTEM.size())
        .mapToObj(KeywordNames::systemSet).toList();

    private final Map<Integer, Keyword> byNumber = new ConcurrentHashMap<>();
    private final Map<Keyword, Integer> byName = new ConcurrentHashMap<>();

    static Set<Keyword> system(Marks marks) { return SYSTEM_SETS.get(marks.system() & SYSTEM_SETS.size() - 1); }

    Optional<Keyword> known(int number) { return Optional.ofNullable(byNumber.get(number)); }

    /** A number that the keyword once had; look whether it still has it. */
    Optional<Integer> guess(Keyword keyword) { return Optional.ofNullable(byName.get(keyword)); }

    /**
     * Leaves out a keyword that went out of use since the marks were read. {@code committed} reads outside of works.
     */
    Set<Keyword> names(Marks marks, Reads committed) {
        if (marks.others().isEmpty()) return system(marks);
        var names = new HashSet<>(system(marks));
        for (int number : marks.others()) name(number, committed).ifPresent(names::add);
        return names;
    }

    Optional<Keyword> name(int number, Reads committed) {
        var known = known(number);
        if (known.isPresent()) return known;
        var name = committed.get(Keys.keyword(number)).map(row -> KeywordRow.decode(row).keyword());
        name.ifPresent(keyword -> remember(number, keyword));
        return name;
    }

    private void remember(int number, Keyword keyword) {
        if (byNumber.size() >= REMEMBERED_MAX) {
            byNumber.clear();
            byName.clear();
        }
        byNumber.put(number, keyword);
        byName.put(keyword, number);
    }

    private static Set<Keyword> systemSet(int bits) {
        var set = new HashSet<Keyword>();
        for (int i = 0; i < Marks.SYSTEM.size(); i++) {
            if ((bits >> i & 1) != 0) set.add(Marks.SYSTEM.get(i));
        }
        return Set.copyOf(set);
    }
}
