package sigillo.moving;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import sigillo.account.Notes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * Which messages of a folder were taken, by UID, as long as the folder's UIDVALIDITY is the same: notes in the account, a row
 * for 256 UIDs. What was put is durable after {@link #save}. One thread.
 */
final class Progress {
    private static final int VERSION = 1;
    private static final long VALIDITY = 0;
    private static final int PAGE_BITS = 8;

    private final Notes notes;
    private final boolean isNew;
    private final Map<Long, Page> pages = new LinkedHashMap<>();

    private static final class Page {
        private final TreeMap<Long, Taken> taken = new TreeMap<>();
        private boolean changed;
    }

    /** RFC 9051 section 2.3.1.1: under another UIDVALIDITY the UIDs mean other messages. */
    Progress(Notes notes, long uidValidity) {
        this.notes = notes;
        var before = notes.get(VALIDITY).map(row -> new RowIn(row, VERSION).number());
        this.isNew = !before.equals(Optional.of(uidValidity));
        if (!isNew) return;
        notes.forget();
        notes.put(Map.of(VALIDITY, new RowOut(VERSION).number(uidValidity).done()));
    }

    /** Nothing is known of this folder. */
    boolean isNew() { return isNew; }

    Optional<Taken> get(long uid) { return Optional.ofNullable(page(uid).taken.get(uid)); }

    void put(long uid, Taken taken) {
        var page = page(uid);
        page.taken.put(uid, taken);
        page.changed = true;
    }

    void forget(long uid) {
        var page = page(uid);
        page.changed |= page.taken.remove(uid) != null;
    }

    private Page page(long uid) {
        long number = 1 + (uid >> PAGE_BITS);
        if (!pages.containsKey(number) && pages.size() >= MovingLimits.PAGES_HELD) {
            save();
            pages.clear();
        }
        return pages.computeIfAbsent(number, _ -> notes.get(number).map(Progress::decode).orElseGet(Page::new));
    }

    void save() {
        var rows = new HashMap<Long, byte[]>();
        pages.forEach((number, page) -> {
            if (page.changed) rows.put(number, encode(page));
            page.changed = false;
        });
        if (!rows.isEmpty()) notes.put(rows);
    }

    /** What is saved, by UID, until the visitor says false. */
    void each(BiPredicate<Long, Taken> visitor) {
        notes.each(1, (_, row) -> {
            for (var entry : decode(row).taken.entrySet()) if (!visitor.test(entry.getKey(), entry.getValue())) return false;
            return true;
        });
    }

    private static byte[] encode(Page page) {
        var out = new RowOut(VERSION).number(page.taken.size());
        page.taken.forEach((uid, taken) -> taken.encode(out.number(uid)));
        return out.done();
    }

    private static Page decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var page = new Page();
        for (int left = in.count(); left > 0; left--) page.taken.put(in.number(), Taken.decode(in));
        return page;
    }
}
