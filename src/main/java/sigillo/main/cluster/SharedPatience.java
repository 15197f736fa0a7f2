package sigillo.main.cluster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import sigillo.authentication.FirstSeen;
import sigillo.base.Bytes;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Since when mail of a domain is asked to come again, over all servers of a cluster: a sender that comes again comes to
 * another of them, and would begin to wait anew there. A row for each such domain, under a hash; old ones go as new ones
 * come. Each server asks once a domain and day, of 2,000 domains at most, so that there are no more rows than that for each.
 */
public final class SharedPatience implements FirstSeen {
    private static final System.Logger LOG = System.getLogger("sigillo.server");
    private static final PartitionName PARTITION = new PartitionName("patience");
    private static final Bytes ROWS = Bytes.utf8("d");
    private static final String USE = "sgl1/patience";
    private static final int VERSION = 1;
    private static final Duration KEPT = Duration.ofDays(1);
    /** Old ones that go with a new one: so there are never many. */
    private static final int GOING_MAX = 8;

    private final Transactions transactions;
    private final Secret key;

    /** {@code key}: for hashes; this one's from now on. */
    public SharedPatience(Store store, Secret key) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
    }

    @Override public Instant of(String domain, Instant now) {
        try {
            return transactions.write(tx -> first(tx, row(domain), now));
        } catch (StoreException cannot) { // each server for itself, as ever
            LOG.log(Level.WARNING, "when mail that DNS cannot judge came first to another server is not known", cannot);
            return now;
        }
    }

    private Bytes row(String domain) {
        var tag = SealedRow.tag(key, USE, domain);
        var row = new byte[1 + tag.length];
        row[0] = ROWS.at(0);
        System.arraycopy(tag, 0, row, 1, tag.length);
        return Bytes.wrap(row);
    }

    private static Instant first(Tx tx, Bytes row, Instant now) {
        var there = tx.get(row).map(SharedPatience::decode).filter(first -> !isOld(first, now));
        if (there.isPresent()) return there.get().isBefore(now) ? there.get() : now;
        var old = new ArrayList<Bytes>();
        tx.range(ROWS, ROWS.afterPrefix(), false, (key, octets) -> {
            if (isOld(decode(octets), now) && !key.equals(row)) old.add(key);
            return old.size() < GOING_MAX;
        });
        old.forEach(tx::delete);
        tx.put(row, new RowOut(VERSION).time(now).done());
        return now;
    }

    private static Instant decode(byte[] row) { return new RowIn(row, VERSION).time(); }

    /** Or of a clock that was far ahead. */
    private static boolean isOld(Instant first, Instant now) { return Duration.between(first, now).abs().compareTo(KEPT) >= 0; }
}
