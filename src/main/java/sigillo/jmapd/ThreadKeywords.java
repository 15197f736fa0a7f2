package sigillo.jmapd;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import sigillo.account.Keyword;

/** Which threads have which keywords, over all their Emails wherever they are; of those that are asked for. One thread adds; then any may ask. */
final class ThreadKeywords {
    private final Map<Keyword, Threads> byKeyword = new HashMap<>();

    /** {@code having}: some Email has it; {@code lacking}: some has not. */
    private record Threads(IdSet having, IdSet lacking) {}

    ThreadKeywords(Set<Keyword> asked) { for (var one : asked) byKeyword.put(one, new Threads(new IdSet(), new IdSet())); }

    void add(Candidate email) {
        byKeyword.forEach((keyword, threads) -> {
            boolean has = email.keywords().contains(keyword);
            (has ? threads.having : threads.lacking).add(email.thread());
        });
    }

    /** Of a keyword that is asked for. */
    boolean has(Candidate email, EmailCondition.InThread which, Keyword keyword) {
        var threads = byKeyword.get(keyword);
        return switch (which) {
            case ALL -> !threads.lacking.has(email.thread());
            case SOME -> threads.having.has(email.thread());
            case NONE -> !threads.having.has(email.thread());
        };
    }
}
