package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Tx;

/** Forgets what was expunged too long ago, and the oldest of what is too much: {@link UndeleteSettings}. */
final class ExpungedExpiry {
    /** Of one commit. */
    private static final int PAGE = 1_000;

    private record Forgotten(List<Bytes> blobs, boolean mayBeMore) {}

    private final Context context;

    ExpungedExpiry(Context context) { this.context = context; }

    /** Cheap: two reads. Too old counts at the next {@link #run} only. */
    boolean isTooMuch() {
        var tally = context.committed().get(Keys.EXPUNGED_TALLY).map(ExpungedTally::decode).orElse(ExpungedTally.NONE);
        return tally.octets() > context.undelete().octetsMax();
    }

    /** {@code forgotten}: is given the blobs of each page once their rows are durably gone. */
    void run(Consumer<List<Bytes>> forgotten) {
        boolean more = true;
        while (more) {
            var page = context.transactions().write(Batch.Lane.BULK, this::oldest);
            forgotten.accept(page.blobs());
            more = page.mayBeMore();
        }
    }

    private Forgotten oldest(Tx tx) {
        tx.givesSpace();
        var work = new ExpungedWork(tx);
        var cutoff = context.clock().instant().minus(context.undelete().kept());
        var blobs = new ArrayList<Bytes>();
        for (var key : page(tx).keySet()) {
            boolean isOld = !Instant.ofEpochMilli(Keys.first(key)).isAfter(cutoff);
            if (!isOld && work.tally().octets() <= context.undelete().octetsMax()) break;
            work.forget(Keys.first(key), new EmailId(Keys.second(key))).ifPresent(row -> blobs.add(row.blob()));
        }
        work.close();
        return new Forgotten(blobs, blobs.size() == PAGE);
    }

    private static Map<Bytes, byte[]> page(Tx tx) {
        var page = new LinkedHashMap<Bytes, byte[]>();
        tx.range(Keys.EXPUNGED, Keys.EXPUNGED.afterPrefix(), false, (key, row) -> {
            page.put(key, row);
            return page.size() < PAGE;
        });
        return page;
    }
}
