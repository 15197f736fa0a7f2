package sigillo.account;

import java.util.Optional;
import sigillo.base.Glance;
import sigillo.store.Page;

/**
 * Reads the records of one kind of many Emails; quick when it is asked in the order of their ids, since then it reads
 * ahead: what lies beside each other comes at once, is opened in one place, and pushes nothing out of the store's cache. A
 * record of an Email does not change while it has one, so that what was read ahead is good. One thread; to be closed.
 */
final class RecordScan implements AutoCloseable {
    /** Of what is read ahead, as it lies. */
    private static final int OCTETS_MIN = 32 << 10;
    private static final int OCTETS_MAX = 768 << 10;
    private static final int ROWS_MAX = 512;
    /** A gap of so many ids is passed over by reading on. */
    private static final int GAP_MAX = 64;

    private final Context context;
    private final ContentSeal.Kind kind;
    private ContentSeal.Opener opener;
    private Page page = new Page(0, 1);
    private int octets = OCTETS_MIN / 2;
    private int at;          // the row of the page that is looked at next
    private long last = -1;  // the Email that was asked for before
    private long pageTo = -1; // all of the store up to this Email is in the page or before it

    RecordScan(Context context, ContentSeal.Kind kind) {
        this.context = context;
        this.kind = kind;
    }

    /** Empty when there is none; else there until the next is asked for. As {@link ContentSeal#open} throws. */
    Optional<Glance> get(EmailId id) {
        var row = row(id.value());
        last = id.value();
        if (row.isEmpty()) return row;
        if (opener == null) opener = context.seal().opener(context.id());
        return Optional.of(Origin.without(opener.open(kind, id.value(), row.get())));
    }

    private Optional<Glance> row(long id) {
        boolean isInOrder = last >= 0 && id > last && id - last <= GAP_MAX;
        if (!isInOrder) return alone(id);
        if (id > pageTo) readAhead(id);
        while (at < page.count() && number(at) < id) at++;
        return at < page.count() && number(at) == id ? Optional.of(page.value(at)) : Optional.empty();
    }

    private long number(int row) { return Keys.first(page.key(row)); }

    private Optional<Glance> alone(long id) {
        pageTo = -1;
        octets = OCTETS_MIN / 2;
        return context.committed().get(Keys.record(kind, id)).map(Glance::of);
    }

    /** As long as the ids come in order, twice as much each time. */
    private void readAhead(long from) {
        if (octets < OCTETS_MAX) {
            octets = Math.min(OCTETS_MAX, 2 * octets);
            page = new Page(octets, ROWS_MAX);
        }
        context.transactions().partition().read(Keys.record(kind, from), Keys.records(kind).afterPrefix(), page);
        at = 0;
        pageTo = page.count() == 0 ? from : number(page.count() - 1);
    }

    @Override public void close() {
        if (opener != null) opener.close();
        opener = null;
        pageTo = -1;
    }
}
