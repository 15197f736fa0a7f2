package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import sigillo.account.Entry;
import sigillo.imap.SearchKey;
import sigillo.imap.Status;
import sigillo.imapd.Criterion.Candidate;
import sigillo.imapd.Criterion.Cost;
import sigillo.store.StoreException;

/**
 * Searches of which a client hears when messages come to their results or go: RFC 5267 section 4.3. Each keeps four octets a
 * message that it has found. Only what has changed is looked at, and little of that is read: it is done where the client is told.
 */
final class SearchUpdates implements AutoCloseable {
    /** A program has a list or two on its screen. */
    private static final int UPDATES_MAX = 3;
    /** Of which something must be read of each message. */
    private static final int READING_KEYS_MAX = 3;
    /** Messages of which something is read at one time, outside of all turns: a few that come, not what is marked at once. */
    private static final int READ_AT_ONCE_MAX = 100;
    /** Each is tried on each change. */
    private static final int KEYS_MAX = 50;
    /** Of its command, with its tag, an update keeps so many octets: a program asks for a word or two, or for a range. */
    private static final int KEY_OCTETS_MAX = 4 << 10;
    private static final int KEY_OCTETS = 40; // of any key, and of a range

    private record Update(String tag, boolean uid, SearchKey key, FoundUids found) {}

    private final SelectedMailbox mailbox;
    private final List<Update> all = new ArrayList<>();

    SearchUpdates(SelectedMailbox mailbox) { this.mailbox = mailbox; }

    /**
     * {@code uids}: so many as were found so far, ascending; made where they are kept. What cannot be kept up to date is told, as RFC
     * 5267 section 4.3.1 wants it.
     */
    void add(String tag, boolean uid, SearchKey key, int count, Supplier<int[]> uids) throws IOException {
        boolean isThere = all.stream().anyMatch(update -> update.tag.equals(tag));
        boolean isKept = all.size() < UPDATES_MAX && !isThere && isLasting(key) && isShort(tag, key)
            && room().change(0, count);
        if (isKept) all.add(new Update(tag, uid, key, new FoundUids(uids.get())));
        else noUpdate(tag);
    }

    private ResultRoom room() { return mailbox.client().door().results(); }

    /** What must be read of a message would hold up the connection at each change, outside of all turns: of few keys only. */
    private boolean isShort(String tag, SearchKey key) {
        if (key.count() > KEYS_MAX || tag.length() + octets(key) > KEY_OCTETS_MAX) return false;
        if (key.count() <= READING_KEYS_MAX) return true;
        return new Criteria(mailbox).of(key).cost().compareTo(Cost.HEADER) < 0;
    }

    private static long octets(SearchKey key) {
        return KEY_OCTETS + switch (key) {
            case SearchKey.And(var keys) -> keys.stream().mapToLong(SearchUpdates::octets).sum();
            case SearchKey.Or(var one, var other) -> octets(one) + octets(other);
            case SearchKey.Not(var inner) -> octets(inner);
            case SearchKey.Uids(var uids) -> (long) KEY_OCTETS * uids.ranges().size();
            case SearchKey.HasField(var name, var text) -> 2L * (name.length() + text.length());
            case SearchKey.InBody(var text) -> 2L * text.length();
            case SearchKey.InText(var text) -> 2L * text.length();
            case SearchKey.HasFlag(var flag) -> flag.name().length();
            case SearchKey.EmailId(var id) -> 2L * id.length();
            case SearchKey.ThreadId(var id) -> 2L * id.length();
            default -> 0;
        };
    }

    @Override public void close() {
        for (var update : all) room().change(update.found.size(), 0);
        all.clear();
    }

    /** False for keys that mean something else with the time, or with what is expunged. */
    private static boolean isLasting(SearchKey key) {
        return switch (key) {
            case SearchKey.Numbers _, SearchKey.Within _ -> false;
            case SearchKey.Uids(var uids) -> !uids.saved() && !uids.hasStar();
            case SearchKey.And(var keys) -> keys.stream().allMatch(SearchUpdates::isLasting);
            case SearchKey.Or(var one, var other) -> isLasting(one) && isLasting(other);
            case SearchKey.Not(var inner) -> isLasting(inner);
            default -> true;
        };
    }

    private void noUpdate(String tag) throws IOException {
        mailbox.out().status("*", Status.no("NOUPDATE \"" + tag + "\"", "This search is not kept up to date"));
    }

    /** False when one of them is not there; then none is cancelled. */
    boolean cancel(List<String> tags) {
        if (!tags.stream().allMatch(tag -> all.stream().anyMatch(update -> update.tag.equals(tag)))) return false;
        for (var update : List.copyOf(all)) if (tags.contains(update.tag)) remove(update);
        return true;
    }

    /** So much has changed that it is not known what. */
    void giveUp() throws IOException {
        for (var update : all) noUpdate(update.tag);
        close();
    }

    private void remove(Update update) {
        all.remove(update);
        room().change(update.found.size(), 0);
    }

    /** Messages that are in the view and new, or have changed, ascending. */
    void changed(List<Entry> entries) throws IOException {
        if (all.isEmpty() || entries.isEmpty()) return;
        try (var metas = mailbox.account().metas(); var texts = mailbox.account().scan()) {
            for (var update : List.copyOf(all)) {
                var criterion = new Criteria(mailbox).of(update.key);
                if (entries.size() > READ_AT_ONCE_MAX && criterion.cost().compareTo(Cost.META) >= 0) {
                    noUpdate(update.tag); // RFC 5267 section 4.3.1: at any time
                    remove(update);
                    continue;
                }
                var come = new ArrayList<Long>();
                var gone = new ArrayList<Long>();
                for (var entry : entries) {
                    int number = mailbox.view().number(entry.uid());
                    if (number == 0) continue;
                    var candidate = new Candidate(number, entry.uid(), new Loaded(mailbox.account(), metas, entry), texts);
                    boolean was = update.found.number(entry.uid()) > 0;
                    boolean is = holds(criterion, candidate);
                    if (is && !was) come.add(entry.uid());
                    if (was && !is) gone.add(entry.uid());
                }
                if (!room().change(gone.size(), come.size())) {
                    noUpdate(update.tag); // RFC 5267 section 4.3.1: also of one that was kept up to date so far
                    remove(update);
                    continue;
                }
                tell(update, "REMOVEFROM", gone);
                tell(update, "ADDTO", come);
                update.found.remove(gone.stream().mapToInt(update.found::number).toArray());
                update.found.merge(come);
            }
        }
    }

    private static boolean holds(Criterion criterion, Candidate candidate) {
        try {
            return criterion.holds(candidate);
        } catch (StoreException | IOException unreadable) {
            return false; // as a search finds nothing that cannot be read
        }
    }

    /** Before the messages of these numbers are taken out of the view: RFC 5267 section 4.3.3. */
    void removed(int[] numbers) throws IOException {
        for (var update : all) {
            var gone = Arrays.stream(numbers).mapToObj(mailbox.view()::uid).filter(uid -> update.found.number(uid) > 0).toList();
            tell(update, "REMOVEFROM", gone);
            update.found.remove(gone.stream().mapToInt(update.found::number).toArray());
            room().change(gone.size(), 0);
        }
    }

    /** RFC 5267 section 4.3.2: of a search the place is 0, since what it finds is in the order of numbers. */
    private void tell(Update update, String what, List<Long> uids) throws IOException {
        if (uids.isEmpty()) return;
        var out = mailbox.out().raw("* ESEARCH (TAG ").text(update.tag).raw(update.uid ? ") UID " : ") ").raw(what).raw(" (0 ");
        var ranges = new UidRanges(out);
        for (long uid : uids) ranges.add(update.uid ? uid : mailbox.view().number(uid));
        ranges.end();
        out.raw(")").crlf();
    }
}
