package sigillo.filter;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.base.Bytes;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * How mail of senders fared here, by author, domain and network, and who was told to come again. Rows are found by hashes
 * under a key that is not in the store: who has it reads no name. What is noted is in memory first and kept by {@link #keep};
 * several servers add up in the same rows. Any thread.
 *
 * <pre>
 * s/tag16    {@link Standing} as it was on a day
 * w/tag16    when one was first told to come again
 * </pre>
 */
public final class Reputation {
    private static final PartitionName PARTITION = new PartitionName("filter-senders");
    private static final String USE = "sgl1/sender";
    private static final Bytes STANDINGS = Bytes.utf8("s/");
    private static final Bytes WAITING = Bytes.utf8("w/");
    private static final int VERSION = 1;
    private static final int TAG_OCTETS = 16;
    private static final long DAY_MILLIS = 86_400_000;
    private static final double HUNDREDTHS = 100;

    private final Transactions transactions;
    private final Secret key;
    private final InstantSource clock;
    private final int rowsMax;
    private final Map<Bytes, Standing> unkept = new ConcurrentHashMap<>();
    private final Map<Bytes, Long> waiting = new ConcurrentHashMap<>();
    private final AtomicLong rows = new AtomicLong();
    /** Whether it is known how many rows there were at the start. */
    private volatile boolean isCounted;
    private volatile long tidiedAt;

    /** {@code key}: the server's; it stays the caller's. */
    public Reputation(Store store, Secret key, InstantSource clock) { this(store, key, clock, FilterLimits.SENDERS_MAX); }

    Reputation(Store store, Secret key, InstantSource clock, int rowsMax) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.clock = clock;
        this.rowsMax = rowsMax;
    }

    // ---- standings ----

    /** Throws {@link sigillo.store.StoreException}. */
    Standing of(String whom) {
        var row = row(STANDINGS, whom);
        var kept = transactions.partition().get(row).map(value -> faded(value, today())).orElse(Standing.NONE);
        return kept.plus(unkept.getOrDefault(row, Standing.NONE));
    }

    /** In memory; what there is no room for is not noted. */
    void note(String whom, Standing more) {
        var row = row(STANDINGS, whom);
        if (unkept.size() >= FilterLimits.UNKEPT_MAX && !unkept.containsKey(row)) return;
        unkept.merge(row, more, (some, others) -> new Standing(some.wanted() + others.wanted(), some.junk() + others.junk()));
    }

    // ---- who is told to come again ----

    /**
     * When one was first told so; it is noted as now when he was not. Empty where there is no room to note it: then nobody is
     * told so.
     */
    Optional<Long> firstTold(String whom) {
        var row = row(WAITING, whom);
        long now = clock.millis();
        var before = Optional.ofNullable(waiting.get(row)).or(() -> transactions.partition().get(row).map(Reputation::time))
            .filter(at -> now - at < FilterLimits.WAITING_KEPT.toMillis());
        if (before.isPresent()) return before;
        if (waiting.size() >= FilterLimits.UNKEPT_MAX || rows.get() >= rowsMax) return Optional.empty();
        waiting.put(row, now);
        return Optional.of(now);
    }

    // ---- keeping ----

    /** Writes what was noted; to be called each minute. Throws {@link sigillo.store.StoreException}; then it is written later. */
    public void keep() {
        boolean isFull = rows.get() >= rowsMax * FilterLimits.FULL;
        if (!isCounted || isFull && clock.millis() - tidiedAt >= FilterLimits.TIDIED_EVERY.toMillis()) tidy();
        for (var page = page(unkept); !page.isEmpty(); page = page(unkept)) keepStandings(page);
        for (var page = page(waiting); !page.isEmpty(); page = page(waiting)) keepWaiting(page);
    }

    /** Some that are taken out of memory. */
    private static <T> Map<Bytes, T> page(Map<Bytes, T> all) {
        var page = new java.util.HashMap<Bytes, T>();
        for (var row : all.keySet()) {
            if (page.size() >= FilterLimits.PAGE) break;
            Optional.ofNullable(all.remove(row)).ifPresent(value -> page.put(row, value));
        }
        return page;
    }

    private void keepStandings(Map<Bytes, Standing> page) {
        try {
            long today = today();
            rows.addAndGet(transactions.write(Batch.Lane.BULK, tx -> {
                long made = 0;
                for (var one : page.entrySet()) {
                    var before = tx.get(one.getKey());
                    if (before.isEmpty() && rows.get() + made >= rowsMax) continue;
                    if (before.isEmpty()) made++;
                    var standing = before.map(value -> faded(value, today)).orElse(Standing.NONE).plus(one.getValue());
                    tx.put(one.getKey(), encode(standing, today));
                }
                return made;
            }));
        } catch (RuntimeException notKept) {
            page.forEach((row, more) -> unkept.merge(row, more, Standing::plus));
            throw notKept;
        }
    }

    private void keepWaiting(Map<Bytes, Long> page) {
        try {
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach((row, at) -> tx.put(row, new RowOut(VERSION).number(at).done()));
                return null;
            });
            rows.addAndGet(page.size());
        } catch (RuntimeException notKept) {
            page.forEach(waiting::putIfAbsent);
            throw notKept;
        }
    }

    // ---- tidying ----

    private record Seen(Bytes row, double weight) {}

    /** Forgets who is too long ago, and beyond the bound those of whom least is known. To be called daily. */
    public void tidy() {
        long today = today();
        long now = clock.millis();
        var all = new ArrayList<Seen>();
        transactions.partition().range(STANDINGS, STANDINGS.afterPrefix(), false, (row, value) -> {
            var standing = faded(value, today);
            all.add(new Seen(row, standing.wanted() + standing.junk()));
            return true;
        });
        transactions.partition().range(WAITING, WAITING.afterPrefix(), false, (row, value) -> {
            boolean isOver = now - time(value) >= FilterLimits.WAITING_KEPT.toMillis();
            all.add(new Seen(row, isOver ? 0 : FilterLimits.WEIGHT_OF_WAITING));
            return true;
        });
        all.sort(Comparator.comparingDouble(Seen::weight).reversed());
        int room = (int) (rowsMax * FilterLimits.ROOM_AFTER_TIDYING);
        var gone = new ArrayList<Bytes>();
        for (int i = 0; i < all.size(); i++) if (i >= room && all.size() > rowsMax * FilterLimits.FULL || all.get(i).weight < FilterLimits.WEIGHT_MIN) gone.add(all.get(i).row);
        delete(gone);
        rows.set(all.size() - gone.size());
        tidiedAt = now;
        isCounted = true;
    }

    private void delete(List<Bytes> gone) {
        for (int from = 0; from < gone.size(); from += FilterLimits.PAGE) {
            var page = gone.subList(from, Math.min(gone.size(), from + FilterLimits.PAGE));
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach(tx::delete);
                return null;
            });
        }
    }

    // ---- rows ----

    private static byte[] encode(Standing standing, long day) {
        return new RowOut(VERSION).number(day).number(Math.round(standing.wanted() * HUNDREDTHS)).number(Math.round(standing.junk() * HUNDREDTHS)).done();
    }

    /** Of a row that is none: nothing is known. */
    private static Standing faded(byte[] row, long today) {
        try {
            var in = new RowIn(row, VERSION);
            long day = in.number();
            var standing = new Standing(Math.max(0, in.number()) / HUNDREDTHS, Math.max(0, in.number()) / HUNDREDTHS);
            return standing.faded(Math.pow(0.5, Math.max(0, today - day) / FilterLimits.HALF_LIFE_DAYS));
        } catch (Damaged broken) {
            return Standing.NONE;
        }
    }

    private static long time(byte[] row) {
        try {
            return new RowIn(row, VERSION).number();
        } catch (Damaged broken) {
            return 0;
        }
    }

    private long today() { return Math.floorDiv(clock.millis(), DAY_MILLIS); }

    private Bytes row(Bytes kind, String whom) {
        var tag = SealedRow.tag(key, USE, whom);
        return Bytes.wrap(ByteBuffer.allocate(kind.length() + TAG_OCTETS).put(kind.unsafeArray()).put(tag).array());
    }
}
