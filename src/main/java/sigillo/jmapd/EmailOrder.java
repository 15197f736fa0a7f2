package sigillo.jmapd;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Keyword;
import sigillo.account.MetaScan;
import sigillo.jmap.MethodError;
import sigillo.jmap.SortTerm;
import sigillo.message.MessageEnvelope;
import sigillo.message.NamedAddress;
import sigillo.message.Subjects;
import sigillo.search.Progress;

/**
 * The order of Emails: RFC 8621 section 4.4.2. Those that are alike come in the order of their ids, the same each time.
 */
final class EmailOrder {
    static final Set<String> SORTS = Set.of("receivedAt", "sentAt", "size", "from", "to", "subject", "hasKeyword",
        "allInThreadHaveKeyword", "someInThreadHaveKeyword");
    private static final Set<String> BY_MESSAGE = Set.of("sentAt", "from", "to", "subject");
    private static final Set<String> BY_KEYWORD = Set
        .of("hasKeyword", "allInThreadHaveKeyword", "someInThreadHaveKeyword");
    private static final int KEY_CHARACTERS_MAX = 100;

    private final List<SortTerm> terms;
    private final ThreadKeywords threads;
    /** What is read of messages: for each a value for each term, null where the term needs none. */
    private final Map<Long, Object[]> read = new HashMap<>();

    EmailOrder(List<SortTerm> terms, ThreadKeywords threads) {
        this.terms = terms;
        this.threads = threads;
    }

    static List<SortTerm> check(List<SortTerm> terms) throws MethodError {
        for (var term : terms) {
            boolean hasKeyword = term.keyword().flatMap(Keyword::parse).isPresent();
            if (BY_KEYWORD.contains(term.property()) && !hasKeyword) throw MethodError
                .invalidArguments("sort/keyword", "is missing, or is none");
        }
        return terms;
    }

    /** Sorted by when they came and by nothing else; newest last where {@code true} is in it. */
    static Optional<Boolean> byArrival(List<SortTerm> terms) {
        boolean isAlone = terms.size() == 1 && terms.getFirst().property().equals("receivedAt");
        return isAlone ? Optional.of(terms.getFirst().ascending()) : Optional.empty();
    }

    static boolean readsMessages(List<SortTerm> terms) {
        return terms.stream().anyMatch(term -> BY_MESSAGE.contains(term.property()));
    }

    /** The keywords that are asked of whole threads. */
    static List<Keyword> ofThreads(List<SortTerm> terms) {
        return terms.stream().filter(term -> term.property().contains("InThread"))
            .flatMap(term -> term.keyword().flatMap(Keyword::parse).stream()).toList();
    }

    /** {@code found}: by their ids. */
    void read(List<Candidate> found, MetaScan metas, Progress progress) throws IOException {
        if (!readsMessages(terms)) return;
        for (var one : found) {
            progress.step();
            var envelope = metas.record(one.email()).map(record -> record.envelope()).orElse(MessageEnvelope.EMPTY);
            var keys = new Object[terms.size()];
            for (int i = 0; i < keys.length; i++) keys[i] = key(terms.get(i), envelope, one);
            read.put(one.id(), keys);
        }
    }

    private static Object key(SortTerm term, MessageEnvelope envelope, Candidate one) {
        return switch (term.property()) {
            case "sentAt" -> envelope.date().map(date -> date.toInstant().toEpochMilli()).orElse(one.receivedAt());
            case "from" -> person(envelope.from().flat().stream().findFirst());
            case "to" -> person(envelope.to().flat().stream().findFirst());
            case "subject" -> folded(Subjects.base(envelope.subject().orElse("")));
            default -> null;
        };
    }

    /** RFC 8621 section 4.4.2: the name of the first, else its address. */
    private static String person(Optional<NamedAddress> first) {
        return first.map(one -> one.name().isEmpty() ? one.addrSpec() : one.name()).map(EmailOrder::folded).orElse("");
    }

    private static String folded(String text) {
        var start = text.length() > KEY_CHARACTERS_MAX ? text.substring(0, KEY_CHARACTERS_MAX) : text;
        return start.toLowerCase(Locale.ROOT);
    }

    void sort(List<Candidate> found) {
        Comparator<Candidate> order = (_, _) -> 0;
        for (int i = 0; i < terms.size(); i++) {
            var by = by(terms.get(i), i);
            order = order.thenComparing(terms.get(i).ascending() ? by : by.reversed());
        }
        found.sort(order.thenComparingLong(Candidate::id));
    }

    private Comparator<Candidate> by(SortTerm term, int index) {
        var keyword = term.keyword().flatMap(Keyword::parse);
        return switch (term.property()) {
            case "receivedAt" -> Comparator.comparingLong(Candidate::receivedAt);
            case "size" -> Comparator.comparingLong(Candidate::size);
            case "sentAt" -> Comparator.comparingLong(one -> (Long) read.get(one.id())[index]);
            case "hasKeyword" -> Comparator.comparing(one -> one.keywords().contains(keyword.orElseThrow()));
            case "allInThreadHaveKeyword" -> Comparator
                .comparing(one -> threads.has(one, EmailCondition.InThread.ALL, keyword.orElseThrow()));
            case "someInThreadHaveKeyword" -> Comparator
                .comparing(one -> threads.has(one, EmailCondition.InThread.SOME, keyword.orElseThrow()));
            default -> Comparator.comparing(one -> (String) read.get(one.id())[index]);
        };
    }
}
