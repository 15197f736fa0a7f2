package sigillo.account;

import java.util.Optional;
import java.util.function.LongFunction;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.store.Page;

/**
 * Reads the rows of one kind of many Emails; quick when it is asked in the order of their ids, since then it reads ahead: what lies
 * beside each other comes at once, and pushes nothing out of the store's cache. So what is read may be a moment old. One thread.
 */
final class RowsAhead {
    /** Of what is read ahead, as it lies. */
    private static final int OCTETS_MIN = 32 << 10;
    private static final int ROWS_MAX = 512;
    /** A gap of so many ids is passed over by reading on. */
    private static final int GAP_MAX = 64;

    private final Context context;
    private final Bytes prefix;
    private final LongFunction<Bytes> key;
    private final int octetsMax;
    private Page page = new Page(0, ROWS_MAX);
    private int octets = OCTETS_MIN / 2;
    private int at;          // the row of the page that is looked at next
    private long last = -1;  // the Email that was asked for before
    private long pageTo = -1; // all of the store up to this Email is in the page or before it

    /** {@code key}: of the row of an Email; what all of them begin with is {@code prefix}. {@code octetsMax}: of what is read at once. */
    RowsAhead(Context context, Bytes prefix, LongFunction<Bytes> key, int octetsMax) {
        this.octetsMax = octetsMax;
        this.context = context;
        this.prefix = prefix;
        this.key = key;
    }

    /** Empty when there is none; else there until the next is asked for. */
    Optional<Glance> get(EmailId email) {
        long id = email.value();
        boolean isInOrder = last >= 0 && id > last && id - last <= GAP_MAX;
        last = id;
        return isInOrder ? inOrder(id) : alone(id);
    }

    private Optional<Glance> inOrder(long id) {
        if (id > pageTo) readAhead(id);
        while (at < page.count() && number(at) < id) at++;
        return at < page.count() && number(at) == id ? Optional.of(page.value(at)) : Optional.empty();
    }

    private long number(int row) { return page.keyLong(row, Keys.FIRST_NUMBER); }

    private Optional<Glance> alone(long id) {
        pageTo = -1;
        octets = OCTETS_MIN / 2;
        return context.committed().get(key.apply(id)).map(Glance::of);
    }

    /** As long as the ids come in order, twice as much each time. */
    private void readAhead(long from) {
        if (octets < octetsMax) {
            octets = Math.min(octetsMax, 2 * octets);
            page.bound(octets);
        }
        context.transactions().partition().read(key.apply(from), prefix.afterPrefix(), page);
        at = 0;
        pageTo = page.count() == 0 ? Long.MAX_VALUE : number(page.count() - 1);
    }

    /** What was read ahead is read anew. */
    void forget() { pageTo = -1; }
}
