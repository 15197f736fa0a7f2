package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * Counts of guesses over a restart, so that it gives a guesser no fresh tries: a row for each table of counts, with
 * hashes under a key that is not in the store in the place of accounts and networks. Written once in a while, and not
 * at each guess, so that guessing makes the store no busier: 25 KB a table and minute at most. Any thread.
 */
public final class KeptGuesses {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final PartitionName PARTITION = new PartitionName("guesses");
    private static final int VERSION = 1;
    private static final int HASH_OCTETS = 16;
    private static final Bytes NONE = encoded(List.of());
    private static final Base64.Encoder NAME = Base64.getEncoder().withoutPadding();

    private final Transactions transactions;
    private final Peppers peppers;
    /** What lies there, by table: most of what changes is a right password, charged and given back. */
    private final Map<String, Bytes> written = new ConcurrentHashMap<>();

    public KeptGuesses(Store store, Peppers peppers) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.peppers = peppers;
    }

    /** Tells {@code guesses} what was kept under that name; a row that cannot be read is none. */
    <S> void restore(String table, Guesses<S> guesses, Function<S, String> naming) {
        guesses.restore(read(table), subject -> hash(table, naming.apply(subject)));
    }

    private Map<String, Guesses.Count> read(String table) {
        var counts = new HashMap<String, Guesses.Count>();
        try {
            transactions.partition().get(key(table)).ifPresent(row -> {
                written.put(table, Bytes.wrap(row));
                var in = new RowIn(row, VERSION);
                int left = Math.min(in.count(), LoginLimits.GUESSES_KEPT_MAX);
                for (; left > 0; left--) {
                    var name = NAME.encodeToString(in.fixed(HASH_OCTETS));
                    int guesses = Math.clamp(in.number(), 0, LoginLimits.GUESSES_COUNTED_MAX);
                    counts.put(name, new Guesses.Count(guesses, in.time()));
                }
            });
        } catch (StoreException broken) {
            LOG.log(System.Logger.Level.WARNING, "counts of guesses are lost: " + broken.getMessage());
        }
        return counts;
    }

    /** Nothing when none has changed since the last time. Throws {@link StoreException}. */
    <S> void keep(String table, Guesses<S> guesses, Instant now) {
        var row = guesses.changed(now).map(KeptGuesses::encoded);
        if (row.isEmpty() || row.get().equals(written.getOrDefault(table, NONE))) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            tx.put(key(table), row.get().toArray());
            return null;
        });
        written.put(table, row.get());
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

    private static Bytes key(String table) { return Bytes.utf8("g/" + table); }
}
