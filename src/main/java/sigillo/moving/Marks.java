package sigillo.moving;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sigillo.account.AccountLimits;
import sigillo.account.Keyword;

/** What is marked of a message: what an Email has, and \Deleted, which its place in a mailbox has. */
record Marks(Set<Keyword> keywords, boolean deleted) {
    private static final String DELETED = "\\deleted";
    private static final Map<String, Keyword> SYSTEM = Map.of(
        "\\seen", Keyword.SEEN, "\\answered", Keyword.ANSWERED, "\\flagged", Keyword.FLAGGED, "\\draft", Keyword.DRAFT);

    Marks {
        keywords = Set.copyOf(keywords);
    }

    /**
     * {@code flags}: as a source says them, in lower case. What is no keyword is left out, such as {@code \recent}, and what
     * is more than an Email can have.
     */
    static Marks of(Set<String> flags) {
        var keywords = new HashSet<Keyword>();
        for (var flag : new TreeSet<>(flags)) {
            if (SYSTEM.containsKey(flag)) keywords.add(SYSTEM.get(flag));
            else if (keywords.size() < AccountLimits.KEYWORDS_OF_EMAIL_MAX) Keyword.parse(flag).ifPresent(keywords::add);
        }
        return new Marks(keywords, flags.contains(DELETED));
    }

    Marks with(Set<Keyword> more) {
        var all = new HashSet<>(keywords);
        all.addAll(more);
        return new Marks(all, deleted);
    }

    /** Sorted: what is remembered of them, to see what has changed. */
    int[] hashes() {
        var hashes = keywords.stream().mapToInt(Marks::hash);
        return IntStream.concat(hashes, Stream.of(DELETED).filter(_ -> deleted).mapToInt(String::hashCode)).sorted().toArray();
    }

    static int hash(Keyword keyword) { return keyword.name().hashCode(); }

    static boolean wasDeleted(int[] hashes) { return has(hashes, DELETED.hashCode()); }

    static boolean has(int[] hashes, Keyword keyword) { return has(hashes, hash(keyword)); }

    private static boolean has(int[] hashes, int hash) { return IntStream.of(hashes).anyMatch(one -> one == hash); }
}
