package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.store.Batch;

/** Collects what nobody needs any more. */
final class Sweep {
    private static final int PAGE = 5_000;

    private final Context context;

    Sweep(Context context) { this.context = context; }

    /** Delivery keys that no queue can come back with. */
    void forgetDeliveries() {
        long oldest = context.clock().instant().minus(AccountLimits.DELIVERY_KEY_KEPT).getEpochSecond();
        var from = Keys.DELIVERIES;
        while (from != null) {
            var old = new ArrayList<Bytes>();
            var last = new Bytes[1];
            var seen = new int[1];
            context.committed().range(from, Keys.DELIVERIES.afterPrefix(), false, (key, row) -> {
                if (Counter.decode(row) < oldest) old.add(key);
                last[0] = key;
                return ++seen[0] < PAGE;
            });
            from = seen[0] < PAGE ? null : Keys.after(last[0]);
            if (!old.isEmpty()) forget(old);
        }
    }

    /**
     * Deletes blobs of which nothing knows, and which are so old that no deposit can still be about to name them. What
     * the Emails name is read after the blobs' age is fixed, so one that is named meanwhile is younger than that.
     * Where there are several servers that age counts for little: see {@link sigillo.store.Abandoned}.
     */
    long deleteOrphans() {
        var before = context.clock().instant().minus(AccountLimits.ORPHAN_AGE_MIN);
        var named = named();
        var orphans = new ArrayList<Bytes>();
        context.blobs().ids(BlobIds.prefix(context.id()), blob -> {
            if (orphans.size() < PAGE && isOrphan(blob, before, named)) orphans.add(blob);
        });
        var gone = context.abandoned().get().of(BlobIds.prefix(context.id()), orphans);
        gone.forEach(context.blobs()::delete);
        return gone.size();
    }

    private boolean isOrphan(Bytes blob, Instant before, long[] named) {
        return BlobIds.madeAt(blob).isBefore(before) && !context.inFlight().contains(blob)
            && Arrays.binarySearch(named, BlobIds.shortened(blob)) < 0;
    }

    /**
     * The blobs that are named: eight octets each, sorted. By what was expunged last, since an Email that is expunged
     * meanwhile is then seen in one place at least.
     */
    private long[] named() {
        var named = new Named();
        context.committed().each(Keys.EMAILS, (_, row) -> named.add(EmailRow.decode(row).blob()));
        context.committed().each(Keys.EXPUNGED, (_, row) -> named.add(ExpungedRow.decode(row).blob()));
        return named.sorted();
    }

    private static final class Named {
        private long[] all = new long[1024];
        private int count;

        boolean add(Bytes blob) {
            if (count == all.length) all = Arrays.copyOf(all, 2 * count);
            all[count++] = BlobIds.shortened(blob);
            return true;
        }

        long[] sorted() {
            var sorted = Arrays.copyOf(all, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    private void forget(List<Bytes> keys) {
        context.transactions().write(Batch.Lane.BULK, tx -> {
            keys.forEach(tx::delete);
            return null;
        });
    }
}
