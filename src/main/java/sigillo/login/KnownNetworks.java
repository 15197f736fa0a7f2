package sigillo.login;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * From where owners have signed in, whoever they were: over a restart, so that a flood which begins with it keeps none of them out. A
 * short row each, under a hash with a key that is not in the store; a write for each that is new or was not seen for a day. At most
 * {@code max}, for {@link LoginLimits#DEVICE_KNOWN} since the day they were last seen. Any thread.
 */
public final class KnownNetworks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final PartitionName PARTITION = new PartitionName("networks");
    private static final Bytes PREFIX = Bytes.utf8("k/");
    private static final int VERSION = 1;
    private static final int NAME_OCTETS = 16;
    /** How exactly it is kept when somebody was last seen there. */
    private static final Duration SEEN_KEPT_EVERY = Duration.ofDays(1);

    private final Transactions transactions;
    private final Secret key;
    private final int max;
    private final Set<AddressKey> unwritten = new LinkedHashSet<>(); // since a write failed

    public KnownNetworks(Store store, Peppers peppers, int max) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = peppers.key("sigillo/v1/networks");
        this.max = max;
    }

    private record Row(Bytes key, Instant seen) {}

    /** What an address is called here: the same after a restart, and nobody reads from it where it is. */
    public AddressKey name(AddressKey address) {
        var hash = Peppers.mac(key, address.text().getBytes(StandardCharsets.UTF_8));
        return new AddressKey(Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, NAME_OCTETS)));
    }

    /** By their names; who was seen last comes last. None where they cannot be read. */
    public List<AddressKey> kept(Instant now) {
        try {
            return rows().stream().filter(row -> !isOver(row, now)).map(KnownNetworks::name).toList();
        } catch (StoreException unreadable) {
            LOG.log(Level.WARNING, "from where owners have signed in is not known: " + unreadable.getMessage());
            return List.of();
        }
    }

    /** Owners have signed in from there since this was last called. Throws {@link StoreException}; then it is done with the next. */
    public synchronized void keep(Collection<AddressKey> names, Instant now) {
        unwritten.addAll(names);
        var fresh = unwritten.stream().map(KnownNetworks::key).filter(row -> isToWrite(row, now)).toList();
        if (!fresh.isEmpty()) {
            transactions.write(Batch.Lane.BULK, tx -> {
                fresh.forEach(row -> tx.put(row, new RowOut(VERSION).time(now).done()));
                return null;
            });
            forget(now);
        }
        unwritten.clear();
    }

    private boolean isToWrite(Bytes row, Instant now) {
        return transactions.partition().get(row).map(KnownNetworks::seen).filter(seen -> now.isBefore(seen.plus(SEEN_KEPT_EVERY))).isEmpty();
    }

    /** What is too old or too much. */
    private void forget(Instant now) {
        var rows = rows();
        var over = new ArrayList<Bytes>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.size() - i > max || isOver(rows.get(i), now)) over.add(rows.get(i).key);
        }
        if (over.isEmpty()) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            over.forEach(tx::delete);
            return null;
        });
    }

    /** The longest unseen first. */
    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        transactions.partition().range(PREFIX, PREFIX.afterPrefix(), false, (key, row) -> rows.add(new Row(key, seen(row))));
        rows.sort(Comparator.comparing(Row::seen));
        return rows;
    }

    private static boolean isOver(Row row, Instant now) { return !now.isBefore(row.seen.plus(LoginLimits.DEVICE_KNOWN)); }

    /** Of a row that is none: long ago. */
    private static Instant seen(byte[] row) {
        try {
            return new RowIn(row, VERSION).time();
        } catch (StoreException broken) {
            return Instant.EPOCH;
        }
    }

    private static Bytes key(AddressKey name) { return Bytes.utf8("k/" + name.text()); }

    private static AddressKey name(Row row) {
        return new AddressKey(new String(row.key.toArray(), StandardCharsets.UTF_8).substring(PREFIX.length()));
    }

    @Override public void close() { key.close(); }
}
