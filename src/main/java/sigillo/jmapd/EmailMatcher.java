package sigillo.jmapd;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import sigillo.account.MetaScan;
import sigillo.account.TextScan;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.jmap.Filter;
import sigillo.message.BodyLists;
import sigillo.message.HeaderScan;
import sigillo.message.MetaRecord.Field;
import sigillo.message.Needle;
import sigillo.message.SearchText;

/** Whether an Email is found. What is cheap is asked first: what the cost names must be read to know. One thread. */
final class EmailMatcher {
    enum Cost { ROW, META, HEADER, TEXT }

    private interface Check {
        boolean holds(Candidate candidate) throws IOException;
    }

    /** A check with what it costs. */
    private record Costed(Cost cost, Check check) {}

    private final MetaScan metas;
    private final TextScan texts;
    private final ThreadKeywords threads;
    private final SmimeProperties smime;
    private final Costed root;

    /** {@code threads}: asked only where the filter asks of threads. */
    EmailMatcher(Optional<Filter<EmailCondition>> filter, MetaScan metas, TextScan texts, ThreadKeywords threads,
            SmimeProperties smime) {
        this.metas = metas;
        this.texts = texts;
        this.threads = threads;
        this.smime = smime;
        this.root = filter.map(this::of).orElse(new Costed(Cost.ROW, _ -> true));
    }

    boolean holds(Candidate candidate) throws IOException { return root.check.holds(candidate); }

    // ---- combined ----

    private Costed of(Filter<EmailCondition> filter) {
        return switch (filter) {
            case Filter.Condition<EmailCondition>(var condition) -> all(checks(condition));
            case Filter.Group<EmailCondition>(var operator, var of) -> {
                var checks = of.stream().map(this::of).toList();
                yield switch (operator) {
                    case AND -> all(checks);
                    case OR -> any(checks);
                    case NOT -> not(any(checks));
                };
            }
        };
    }

    private static List<Costed> cheapFirst(List<Costed> checks) {
        return checks.stream().sorted(Comparator.comparing(Costed::cost)).toList();
    }

    private static Cost cost(List<Costed> sorted) { return sorted.isEmpty() ? Cost.ROW : sorted.getLast().cost; }

    private static Costed all(List<Costed> checks) {
        var sorted = cheapFirst(checks);
        return new Costed(cost(sorted), candidate -> {
            for (var one : sorted) if (!one.check.holds(candidate)) return false;
            return true;
        });
    }

    private static Costed any(List<Costed> checks) {
        var sorted = cheapFirst(checks);
        return new Costed(cost(sorted), candidate -> {
            for (var one : sorted) if (one.check.holds(candidate)) return true;
            return false;
        });
    }

    private static Costed not(Costed inner) {
        return new Costed(inner.cost, candidate -> !inner.check.holds(candidate));
    }

    // ---- RFC 8621 section 4.4.1 ----

    private List<Costed> checks(EmailCondition asked) {
        var all = new ArrayList<Costed>();
        asked.inMailbox().ifPresent(mailbox -> row(all, c -> c.mailboxes().contains(mailbox)));
        if (asked.hasOtherThan()) row(all, c -> !asked.inMailboxOtherThan().containsAll(c.mailboxes()));
        asked.before().ifPresent(at -> row(all, c -> c.receivedAt() < at.toEpochMilli()));
        asked.after().ifPresent(at -> row(all, c -> c.receivedAt() >= at.toEpochMilli()));
        asked.minSize().ifPresent(size -> row(all, c -> c.size() >= size));
        asked.maxSize().ifPresent(size -> row(all, c -> c.size() < size));
        asked.hasKeyword().ifPresent(keyword -> row(all, c -> c.keywords().contains(keyword)));
        asked.notKeyword().ifPresent(keyword -> row(all, c -> !c.keywords().contains(keyword)));
        asked.threads().forEach((which, keyword) -> row(all, c -> threads.has(c, which, keyword)));
        asked.hasAttachment().ifPresent(wanted -> all.add(new Costed(Cost.META, c -> hasAttachment(c) == wanted)));
        asked.hasSmime().ifPresent(wanted -> all.add(new Costed(Cost.META, c -> hasSmime(c) == wanted)));
        asked.hasVerifiedSmime().ifPresent(wanted -> all.add(new Costed(Cost.TEXT, c -> hasVerifiedSmime(c) == wanted)));
        asked.texts().forEach((where, words) -> words.forEach(word -> all.add(text(where, new Needle(word)))));
        if (!asked.header().isEmpty()) all.add(new Costed(Cost.HEADER, field(asked.header())));
        return all;
    }

    private static void row(List<Costed> into, Predicate<Candidate> check) {
        into.add(new Costed(Cost.ROW, check::test));
    }

    private boolean hasAttachment(Candidate candidate) {
        return metas.meta(candidate.email()).map(meta -> BodyLists.of(meta.root()).hasAttachment()).orElse(false);
    }

    private boolean hasSmime(Candidate candidate) {
        return metas.meta(candidate.email()).map(SmimeProperties::isAny).orElse(false);
    }

    private boolean hasVerifiedSmime(Candidate candidate) throws IOException {
        var meta = metas.meta(candidate.email());
        if (meta.isEmpty() || !SmimeProperties.isSigned(meta.get())) return false;
        var content = metas.content(candidate.email());
        return content.isPresent() && smime.isVerified(meta.get(), content.get(), Instant.ofEpochMilli(candidate.receivedAt()));
    }

    private Costed text(EmailCondition.Text where, Needle needle) {
        return switch (where) {
            case FROM -> envelope(Field.FROM, needle::isInAddresses);
            case TO -> envelope(Field.TO, needle::isInAddresses);
            case CC -> envelope(Field.CC, needle::isInAddresses);
            case BCC -> envelope(Field.BCC, needle::isInAddresses);
            case SUBJECT -> envelope(Field.SUBJECT, needle::isInField);
            case BODY -> new Costed(Cost.TEXT, c -> texts.finds(c.email(), needle, SearchText.Where.BODY));
            case TEXT -> new Costed(Cost.TEXT, c -> texts.finds(c.email(), needle, SearchText.Where.TEXT));
        };
    }

    private Costed envelope(Field field, Predicate<Glance> holds) {
        return new Costed(Cost.META, c -> metas.field(c.email(), field).filter(holds).isPresent());
    }

    /** With one name: whether it is there. */
    private Check field(List<String> asked) {
        var wanted = asked.getFirst().toLowerCase(Locale.ROOT);
        var needle = asked.size() > 1 ? Optional.of(new Needle(asked.get(1))) : Optional.<Needle>empty();
        return candidate -> {
            var header = header(candidate);
            if (header.isEmpty()) return false;
            var found = new boolean[1];
            HeaderScan.fields(header.get(), (name, start, end) -> {
                found[0] = name.equals(wanted) && (needle.isEmpty()
                    || needle.get().isIn(SearchText.field(header.get(), start, end)));
                return !found[0];
            });
            return found[0];
        };
    }

    private Optional<Octets> header(Candidate candidate) {
        var meta = metas.meta(candidate.email());
        return meta.isEmpty() ? Optional.empty() : metas.content(candidate.email()).map(meta.get().root().header()::of);
    }
}
