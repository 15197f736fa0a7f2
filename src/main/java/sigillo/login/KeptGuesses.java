package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * Counts of guesses over a restart, so that it gives a guesser no fresh tries: with hashes under a key that is not in
 * the store in the place of accounts and networks. Those of a table are in {@link #BUCKETS} short rows, by their first
 * octet: who writes some anew writes little, and a cluster keeps each in its place, where a long value would be written
 * elsewhere and deleted each time. Written once in a while, and not at each guess, so that guessing makes the store no
 * busier: 25 KB a table and minute at most. Where several servers serve a cluster, each has rows of its own, written
 * every second while somebody guesses, and adds what the others have. Any thread.
 */
public final class KeptGuesses {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final PartitionName PARTITION = new PartitionName("guesses");
    private static final int VERSION = 1;
    private static final int HASH_OCTETS = 16;
    private static final int BUCKETS = 128;
    /** Of the highest, so that a row has less than half a KiB; there are eight on average at most. */
    private static final int BUCKET_COUNTS_MAX = 18;
    private static final Bytes NONE = encoded(List.of());
    private static final Base64.Encoder NAME = Base64.getEncoder().withoutPadding();

    private final Transactions transactions;
    private final Peppers peppers;
    /** What the keys of this server's rows end with; empty where it is alone. */
    private final String own;
    /** What lies there, by key: most of what changes is a right password, charged and given back. */
    private final Map<Bytes, Bytes> written = new ConcurrentHashMap<>();

    public KeptGuesses(Store store, Peppers peppers) { this(store, peppers, Optional.empty()); }

    /** {@code node}: this server's name among several; the next start is another. */
    public KeptGuesses(Store store, Peppers peppers, Optional<String> node) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.peppers = peppers;
        this.own = node.map(name -> "/" + name).orElse("");
    }

    /** Whether others count too. */
    boolean isOneOfSeveral() { return !own.isEmpty(); }

    /** Tells {@code guesses} what was kept under that name; a row that cannot be read is none. */
    <S> void restore(String table, Guesses<S> guesses, Function<S, String> naming) {
        var kept = others(table);
        boolean isOurs = !isOneOfSeveral();
        guesses.restore(isOurs ? kept : Map.of(), subject -> hash(table, naming.apply(subject)));
        if (isOurs) known(table);
        else guesses.elsewhere(kept);
    }

    /** What lies there; also the one row that a table had once. */
    private void known(String table) {
        try {
            rows(table, (key, row) -> {
                if (isOwn(table, key)) written.put(key, Bytes.wrap(row));
            });
        } catch (StoreException unknown) {
            // it is written as it comes
        }
    }

    /** What others have counted by now. Throws {@link StoreException}; then what was known of them counts on. */
    void changedElsewhere(String table, Guesses<?> guesses) {
        if (isOneOfSeveral()) guesses.elsewhere(read(table));
    }

    private Map<String, Guesses.Count> others(String table) {
        try {
            return read(table);
        } catch (StoreException broken) {
            LOG.log(System.Logger.Level.WARNING, "counts of guesses are lost: " + broken.getMessage());
            return Map.of();
        }
    }

    /** The sums of all rows of a table, but of this server among several. */
    private Map<String, Guesses.Count> read(String table) {
        var counts = new HashMap<String, Guesses.Count>();
        rows(table, (key, row) -> {
            if (isOneOfSeveral() && isOwn(table, key)) return;
            decode(row).forEach((name, count) -> counts.merge(name, count, KeptGuesses::sum));
        });
        return counts;
    }

    private void rows(String table, BiConsumer<Bytes, byte[]> visitor) {
        var prefix = Bytes.utf8("g/" + table);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, row) -> {
            visitor.accept(key, row);
            return true;
        });
    }

    private static Guesses.Count sum(Guesses.Count one, Guesses.Count other) {
        int guesses = Math.min(one.guesses() + other.guesses(), LoginLimits.GUESSES_COUNTED_MAX);
        return new Guesses.Count(guesses, one.last().isAfter(other.last()) ? one.last() : other.last());
    }

    /** Of a row that cannot be read: none. */
    private static Map<String, Guesses.Count> decode(byte[] row) {
        var counts = new HashMap<String, Guesses.Count>();
        try {
            var in = new RowIn(row, VERSION);
            int left = Math.min(in.count(), LoginLimits.GUESSES_KEPT_MAX);
            for (; left > 0; left--) {
                var name = NAME.encodeToString(in.fixed(HASH_OCTETS));
                int guesses = Math.clamp(in.number(), 0, LoginLimits.GUESSES_COUNTED_MAX);
                counts.put(name, new Guesses.Count(guesses, in.time()));
            }
        } catch (StoreException broken) {
            LOG.log(System.Logger.Level.WARNING, "counts of guesses are lost: " + broken.getMessage());
        }
        return counts;
    }

    /**
     * Rows of other servers, or of former lives of this one, whose counts are all forgotten. Throws {@link
     * StoreException}.
     */
    void tidy(String table, Instant now) {
        var over = new ArrayList<Bytes>();
        rows(table, (key, row) -> {
            boolean isOver = decode(row).values().stream().allMatch(count -> count.at(now).guesses() == 0);
            if (isOver && !isOwn(table, key)) over.add(key);
        });
        if (over.isEmpty()) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            over.forEach(tx::delete);
            return null;
        });
    }

    /** Nothing when none has changed since the last time. Throws {@link StoreException}. */
    <S> void keep(String table, Guesses<S> guesses, Instant now) {
        var counts = guesses.changed(now);
        if (counts.isEmpty()) return;
        var rows = bucketed(table, counts.get());
        rows.entrySet().removeIf(row -> row.getValue().equals(written.getOrDefault(row.getKey(), NONE)));
        if (rows.isEmpty()) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            rows.forEach((key, row) -> tx.put(key, row.toArray()));
            return null;
        });
        written.putAll(rows);
    }

    /** A row for each bucket that has any, and for each that had: those that are over are {@link #NONE}. */
    private Map<Bytes, Bytes> bucketed(String table, List<Guesses.Named> counts) {
        var buckets = new HashMap<Bytes, List<Guesses.Named>>();
        for (var one : counts) {
            int bucket = (Base64.getDecoder().decode(one.name())[0] & 0xFF) % BUCKETS;
            buckets.computeIfAbsent(key(table, bucket), _ -> new ArrayList<>()).add(one);
        }
        var rows = new HashMap<Bytes, Bytes>();
        for (var key : written.keySet()) if (isOwn(table, key)) rows.put(key, NONE);
        buckets.forEach((key, some) -> rows.put(key, encoded(some.stream()
            .sorted(Comparator.comparing((Guesses.Named one) -> one.count().guesses()).reversed())
            .limit(BUCKET_COUNTS_MAX).toList())));
        return rows;
    }

    private static Bytes encoded(List<Guesses.Named> counts) {
        var row = new RowOut(VERSION).number(counts.size());
        for (var one : counts.stream().sorted(Comparator.comparing(Guesses.Named::name)).toList()) {
            row.fixed(Base64.getDecoder().decode(one.name())).number(one.count().guesses()).time(one.count().last());
        }
        return Bytes.wrap(row.done());
    }

    private String hash(String table, String subject) {
        var text = (table + "\0" + subject).getBytes(StandardCharsets.UTF_8);
        try (var key = peppers.key("sigillo/v1/guesses")) {
            return NAME.encodeToString(Arrays.copyOf(Peppers.mac(key, text), HASH_OCTETS));
        }
    }

    private Bytes key(String table, int bucket) {
        var before = Bytes.utf8("g/" + table + own + "#").unsafeArray();
        var key = Arrays.copyOf(before, before.length + 1);
        key[before.length] = (byte) bucket;
        return Bytes.wrap(key);
    }

    private boolean isOwn(String table, Bytes key) {
        return key.startsWith(Bytes.utf8("g/" + table + own + "#")) || key.equals(Bytes.utf8("g/" + table + own));
    }
}
