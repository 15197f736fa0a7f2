package sigillo.account;

import java.util.Optional;
import sigillo.store.Tx;

/** Keeps and forgets what was expunged, within one commit; {@link #close} writes the totals. */
final class ExpungedWork {
    private final Tx tx;
    private ExpungedTally tally;
    private boolean changed;

    ExpungedWork(Tx tx) { this.tx = tx; }

    /** Times are kept in milliseconds. */
    void keep(long expungedAt, EmailId id, ExpungedRow row) {
        tx.put(Keys.expunged(expungedAt, id), row.encode());
        count(1, row.size());
    }

    /** Empty when it was forgotten before. */
    Optional<ExpungedRow> forget(long expungedAt, EmailId id) {
        var key = Keys.expunged(expungedAt, id);
        var row = tx.get(key).map(ExpungedRow::decode);
        row.ifPresent(there -> {
            tx.delete(key);
            count(-1, -there.size());
        });
        return row;
    }

    ExpungedTally tally() {
        if (tally == null) tally = tx.get(Keys.EXPUNGED_TALLY).map(ExpungedTally::decode).orElse(ExpungedTally.NONE);
        return tally;
    }

    private void count(int times, long octets) {
        tally = tally().plus(times, octets);
        changed = true;
    }

    void close() {
        if (changed) tx.put(Keys.EXPUNGED_TALLY, tally.encode());
    }
}
