package sigillo.imapd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.account.Entry;
import sigillo.account.FlagList;
import sigillo.account.Keyword;
import sigillo.imap.Flag;

/** IMAP's flags and the account's keywords: RFC 8621 section 4.1.1. */
final class FlagNames {
    private static final Map<Flag, Keyword> SYSTEM = Map.of(Flag.SEEN, Keyword.SEEN, Flag.ANSWERED, Keyword.ANSWERED,
        Flag.FLAGGED, Keyword.FLAGGED, Flag.DRAFT, Keyword.DRAFT);
    private static final Map<Keyword, String> FLAGS =
        SYSTEM.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, e -> e.getKey().name()));

    /** Keywords are kept in lower case, but some programs look for these spellings only (RFC 9051 section 2.3.2). */
    private static final Map<String, String> SPELLINGS =
        Stream.of("$MDNSent", "$Forwarded", "$Junk", "$NotJunk", "$Phishing", "NonJunk", "Junk", "Forwarded")
            .collect(Collectors.toUnmodifiableMap(s -> s.toLowerCase(Locale.ROOT), s -> s));

    private static final Comparator<String> SYSTEM_FIRST =
        Comparator.comparing((String flag) -> !flag.startsWith("\\")).thenComparing(Comparator.naturalOrder());

    private static final byte[][] WORDS = words();

    private FlagNames() {}

    /** \Deleted has none: it belongs to the membership. Empty also for what no keyword can be. */
    static Optional<Keyword> keyword(Flag flag) {
        if (flag.isSystem()) return Optional.ofNullable(SYSTEM.get(flag));
        return Keyword.parse(flag.name());
    }

    /** Those of the flags that are keywords; empty when one of them can be none. */
    static Optional<Set<Keyword>> keywords(Set<Flag> flags) {
        var keywords = new HashSet<Keyword>();
        for (var flag : flags) {
            if (flag.equals(Flag.DELETED)) continue;
            var keyword = keyword(flag);
            if (keyword.isEmpty()) return Optional.empty();
            keywords.add(keyword.get());
        }
        return Optional.of(keywords);
    }

    static String flag(Keyword keyword) {
        var system = FLAGS.get(keyword);
        return system != null ? system : SPELLINGS.getOrDefault(keyword.name(), keyword.name());
    }

    /** In a fixed order. {@code recent}: for this session, RFC 3501 section 2.3.2. */
    static List<String> flags(Entry entry, boolean recent) {
        var flags = named(entry.keywords(), entry.deleted());
        if (recent) flags.add(Flag.RECENT.name());
        flags.sort(SYSTEM_FIRST);
        return flags;
    }

    /** As {@link #flags}, in parentheses, of who has no other keywords: the bits of {@link FlagList#of}. To be written only. */
    static byte[] words(int bits, boolean recent) { return WORDS[recent ? FlagList.OTHERS | bits : bits]; }

    private static byte[][] words() {
        var words = new byte[FlagList.VALUES][];
        for (int bits = 0; bits < words.length; bits++) {
            var flags = new ArrayList<String>();
            if ((bits & FlagList.SEEN) != 0) flags.add(Flag.SEEN.name());
            if ((bits & FlagList.ANSWERED) != 0) flags.add(Flag.ANSWERED.name());
            if ((bits & FlagList.FLAGGED) != 0) flags.add(Flag.FLAGGED.name());
            if ((bits & FlagList.DRAFT) != 0) flags.add(Flag.DRAFT.name());
            if ((bits & FlagList.DELETED) != 0) flags.add(Flag.DELETED.name());
            if ((bits & FlagList.OTHERS) != 0) flags.add(Flag.RECENT.name()); // in the place of what these have not
            flags.sort(SYSTEM_FIRST);
            words[bits] = ("(" + String.join(" ", flags) + ")").getBytes(StandardCharsets.US_ASCII);
        }
        return words;
    }

    /** All that a mailbox knows, \Deleted too. */
    static List<String> all(Collection<Keyword> keywords) {
        var all = new HashSet<>(keywords);
        all.addAll(SYSTEM.values());
        var flags = named(all, true);
        flags.sort(SYSTEM_FIRST);
        return flags;
    }

    private static List<String> named(Collection<Keyword> keywords, boolean deleted) {
        var flags = new ArrayList<String>(keywords.size() + 1);
        for (var keyword : keywords) flags.add(flag(keyword));
        if (deleted) flags.add(Flag.DELETED.name());
        return flags;
    }
}
