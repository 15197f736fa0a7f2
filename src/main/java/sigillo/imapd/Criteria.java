package sigillo.imapd;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import sigillo.account.Entry;
import sigillo.account.ThreadId;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.imap.Flag;
import sigillo.imap.SearchKey;
import sigillo.imap.SearchKey.When;
import sigillo.imap.SequenceSet;
import sigillo.imapd.Criterion.Candidate;
import sigillo.imapd.Criterion.Check;
import sigillo.imapd.Criterion.Cost;
import sigillo.message.HeaderScan;
import sigillo.message.MessageMeta;
import sigillo.message.MetaRecord.Field;
import sigillo.message.Needle;
import sigillo.message.SearchText.Where;
import sigillo.message.SearchText;

/** Turns search keys into criteria: RFC 9051 section 6.4.4. What is cheap is asked first. */
final class Criteria {
    private final SelectedMailbox mailbox;

    Criteria(SelectedMailbox mailbox) { this.mailbox = mailbox; }

    Criterion of(SearchKey key) {
        return switch (key) {
            case SearchKey.All() -> new Criterion(Cost.NUMBER, _ -> true);
            case SearchKey.Recent() -> new Criterion(Cost.NUMBER, c -> mailbox.isRecent(c.uid()));
            case SearchKey.And(var keys) -> and(keys);
            case SearchKey.Or(var one, var other) -> or(of(one), of(other));
            case SearchKey.Not(var inner) -> not(of(inner));
            case SearchKey.Numbers(var numbers) -> among(numbers, false);
            case SearchKey.Uids(var uids) -> among(uids, true);
            case SearchKey.HasFlag(var flag) -> flag(flag);
            case SearchKey.Larger(long octets) -> entry(e -> e.size() > octets);
            case SearchKey.Smaller(long octets) -> entry(e -> e.size() < octets);
            case SearchKey.ModSeq(long least) -> entry(e -> e.modSeq() >= least);
            case SearchKey.EmailId(var id) -> entry(e -> e.email().toString().equals(id));
            case SearchKey.ThreadId(var id) -> thread(id);
            case SearchKey.Received(var when, var day) ->
                entry(e -> isWhen(when, e.receivedAt().atOffset(ZoneOffset.UTC).toLocalDate(), day));
            case SearchKey.Saved(var when, var day) -> entry(e -> e.savedAt()
                .map(at -> isWhen(when, at.atOffset(ZoneOffset.UTC).toLocalDate(), day)).orElse(false));
            case SearchKey.Within(boolean older, long seconds) -> {
                // RFC 5032 section 3: against one moment, that of the search
                var then = mailbox.client().clock().instant().minusSeconds(seconds);
                yield entry(e -> older ? !e.receivedAt().isAfter(then) : !e.receivedAt().isBefore(then));
            }
            case SearchKey.Sent(var when, var day) ->
                meta(m -> m.envelope().date().map(date -> isWhen(when, date.toLocalDate(), day)).orElse(false));
            case SearchKey.HasField(var name, var text) -> field(name, text);
            case SearchKey.InBody(var text) -> text(text, Where.BODY);
            case SearchKey.InText(var text) -> text(text, Where.TEXT);
        };
    }

    // ---- combined ----

    private Criterion and(List<SearchKey> keys) {
        var all = keys.stream().map(this::of).sorted(Comparator.comparing(Criterion::cost)).toList();
        return new Criterion(all.getLast().cost(), c -> {
            for (var one : all) {
                if (!one.holds(c)) return false;
            }
            return true;
        });
    }

    private static Criterion or(Criterion one, Criterion other) {
        var first = one.cost().compareTo(other.cost()) <= 0 ? one : other;
        var second = first == one ? other : one;
        return new Criterion(second.cost(), c -> first.holds(c) || second.holds(c));
    }

    private static Criterion not(Criterion inner) { return new Criterion(inner.cost(), c -> !inner.holds(c)); }

    // ---- by what is asked ----

    private Criterion among(SequenceSet set, boolean uids) {
        if (set.saved()) return amongSaved(mailbox.saved());
        var selection = uids ? Selection.byUid(mailbox.view(), set) : Selection.byNumber(mailbox.view(), set);
        return new Criterion(Cost.NUMBER, c -> selection.contains(c.number()));
    }

    /** RFC 5182 section 2.1. Nothing is copied: a command may name it a thousand times. */
    private static Criterion amongSaved(int[] uids) {
        return new Criterion(Cost.NUMBER, c -> FoundUids.place(uids, c.uid()) >= 0);
    }

    private interface EntryCheck {
        boolean holds(Entry entry);
    }

    private static Criterion entry(EntryCheck check) {
        return new Criterion(Cost.ENTRY, c -> check.holds(c.message().entry()));
    }

    private static Criterion flag(Flag flag) {
        if (flag.equals(Flag.DELETED)) return entry(Entry::deleted);
        var keyword = FlagNames.keyword(flag);
        return entry(e -> keyword.isPresent() && e.keywords().contains(keyword.get()));
    }

    private static Criterion thread(String id) {
        return new Criterion(Cost.META, c -> c.message().thread().map(ThreadId::toString).equals(Optional.of(id)));
    }

    private static boolean isWhen(When when, LocalDate is, LocalDate day) {
        return switch (when) {
            case BEFORE -> is.isBefore(day);
            case ON -> is.equals(day);
            case SINCE -> !is.isBefore(day);
        };
    }

    private interface MetaCheck {
        boolean holds(MessageMeta meta) throws IOException;
    }

    private static Criterion meta(MetaCheck check) { return new Criterion(Cost.META, metaCheck(check)); }

    private static Check metaCheck(MetaCheck check) {
        return c -> c.message().meta().isPresent() && check.holds(c.message().meta().get());
    }

    private static Criterion field(String name, String text) {
        var lower = name.toLowerCase(Locale.ROOT);
        var needle = new Needle(text);
        return switch (lower) {
            case "subject" -> envelope(Field.SUBJECT, needle::isInField);
            case "from" -> envelope(Field.FROM, needle::isInAddresses);
            case "to" -> envelope(Field.TO, needle::isInAddresses);
            case "cc" -> envelope(Field.CC, needle::isInAddresses);
            case "bcc" -> envelope(Field.BCC, needle::isInAddresses);
            case "message-id" -> envelope(Field.MESSAGE_ID, needle::isInField);
            default -> new Criterion(Cost.HEADER, c -> hasField(c, lower, needle));
        };
    }

    private static Criterion envelope(Field field, Predicate<Glance> holds) {
        return new Criterion(Cost.META, c -> {
            var raw = c.message().field(field);
            return raw.isPresent() && holds.test(raw.get());
        });
    }

    private static Optional<Octets> header(Candidate c) {
        var meta = c.message().meta();
        return meta.isEmpty() ? Optional.empty() : c.message().content().map(meta.get().root().header()::of);
    }

    private static boolean hasField(Candidate c, String wanted, Needle needle) throws IOException {
        var header = header(c);
        if (header.isEmpty()) return false;
        var found = new boolean[1];
        HeaderScan.fields(header.get(), (name, start, end) -> {
            found[0] = name.equals(wanted) && needle.isIn(SearchText.field(header.get(), start, end));
            return !found[0];
        });
        return found[0];
    }

    private static Criterion text(String text, Where where) {
        var needle = new Needle(text);
        return new Criterion(Cost.TEXT, c -> c.texts().finds(c.message().entry().email(), needle, where));
    }
}
