package sigillo.vault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.store.Batch;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Blobs of an account's browsers: octets under a name and a version, which are nothing to this server. One is written
 * in pieces under a generation of its own, which counts with one commit: who reads, or a stop, finds the one before or
 * this one. Any thread; throws {@link StoreException}.
 */
public final class VaultBlobs {
    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,64}");

    private final Store store;
    private final VaultRows rows;
    private final Randomness randomness;
    private final InstantSource clock;
    private final VaultPace pace = new VaultPace();

    VaultBlobs(Store store, VaultRows rows, Randomness randomness, InstantSource clock) {
        this.store = store;
        this.rows = rows;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** {@code octets}: of its content. */
    public record Shown(String name, long version, long octets, Instant written) {}

    public record Blob(long version, Octets content) {}

    public sealed interface Changed {
        record Done(long version) implements Changed {}

        /** Another device was first; 0: it is not there. */
        record Elsewhere(long version) implements Changed {}

        /** No name of a blob. */
        record Unfit() implements Changed {}

        record TooLong() implements Changed {}

        /** The account keeps as many, or as much, as it may. */
        record Full() implements Changed {}

        /** Another is being written: come again. */
        record Busy() implements Changed {}

        record Slowed() implements Changed {}
    }

    private record Head(long version, long octets, Bytes generation, Instant written) {}

    public static boolean isName(String name) { return NAME.matcher(name).matches(); }

    // ---- reading ----

    /** In the order of names. */
    public List<Shown> list(AccountId account) {
        var all = new ArrayList<Shown>();
        var prefix = VaultRows.blob("");
        store.partition(VaultRows.partition(account)).range(prefix, prefix.afterPrefix(), false, (key, value) -> {
            var head = decoded(value);
            return all.add(new Shown(key.toUtf8().substring(prefix.length()), head.version, head.octets, head.written));
        });
        return all;
    }

    /** Of an account, in all. */
    public long octets(AccountId account) { return list(account).stream().mapToLong(Shown::octets).sum(); }

    /** Read while it is sent: when it is written anew meanwhile, reading throws. */
    public Optional<Blob> get(AccountId account, String name) {
        if (!isName(name)) return Optional.empty();
        var partition = store.partition(VaultRows.partition(account));
        return partition.get(VaultRows.blob(name)).map(VaultBlobs::decoded)
            .map(head -> new Blob(head.version, new VaultPieces(head.octets,
                number -> piece(account, VaultRows.piece(name, head.generation, number)))));
    }

    private byte[] piece(AccountId account, Bytes row) {
        var value = store.partition(VaultRows.partition(account)).get(row);
        return rows.opened(account, row, value.orElseThrow(() -> RowIn.broken("a piece of a blob is gone")));
    }

    // ---- writing ----

    /**
     * Reads {@code in} to its end, {@code octets} of it. {@code whenVersion}: of the one that is replaced, 0 where
     * there is none. Throws what reading throws; nothing is kept then.
     */
    public Changed put(AccountId account, String name, long whenVersion, long octets, InputStream in)
            throws IOException {
        if (!isName(name)) return new Changed.Unfit();
        if (octets > VaultLimits.BLOB_OCTETS_MAX) return new Changed.TooLong();
        return switch (pace.enter(account, octets, clock.instant())) {
            case BUSY -> new Changed.Busy();
            case SLOWED -> new Changed.Slowed();
            case YES -> {
                try {
                    yield entered(account, name, whenVersion, octets, in);
                } finally {
                    pace.leave(account);
                }
            }
        };
    }

    private Changed entered(AccountId account, String name, long whenVersion, long octets, InputStream in)
            throws IOException {
        var transactions = transactions(account);
        var why = transactions.write(tx -> whyNot(tx, name, whenVersion, octets));
        if (why.isPresent()) return why.get();
        sweep(transactions, name);
        var fresh = new Head(whenVersion + 1, octets, generation(), clock.instant());
        Changed done = null;
        try {
            write(account, transactions, name, fresh, in);
            done = transactions.write(tx -> commit(tx, name, whenVersion, fresh));
            return done;
        } finally {
            if (!(done instanceof Changed.Done)) drop(transactions, name, fresh.generation);
        }
    }

    private static Optional<Changed> whyNot(Tx tx, String name, long whenVersion, long octets) {
        var there = tx.get(VaultRows.blob(name)).map(VaultBlobs::decoded);
        long version = there.map(Head::version).orElse(0L);
        if (version != whenVersion) return Optional.of(new Changed.Elsewhere(version));
        boolean isFull = isFull(tx, "", there, octets, VaultLimits.BLOBS_MAX, VaultLimits.OCTETS_MAX)
            || name.startsWith(VaultLimits.SEARCH) && isFull(tx, VaultLimits.SEARCH, there, octets,
                VaultLimits.SEARCH_BLOBS_MAX, VaultLimits.SEARCH_OCTETS_MAX);
        return isFull ? Optional.of(new Changed.Full()) : Optional.empty();
    }

    /** Those whose names begin with {@code names}, and {@code octets} in the place of {@code there}. */
    private static boolean isFull(Tx tx, String names, Optional<Head> there, long octets, int blobsMax,
            long octetsMax) {
        var sum = new long[] {octets - there.map(Head::octets).orElse(0L), there.isPresent() ? 0 : 1};
        var prefix = VaultRows.blob(names);
        tx.range(prefix, prefix.afterPrefix(), false, (_, value) -> {
            sum[0] += decoded(value).octets;
            sum[1]++;
            return true;
        });
        return sum[0] > octetsMax || sum[1] > blobsMax;
    }

    private void write(AccountId account, Transactions transactions, String name, Head fresh, InputStream in)
            throws IOException {
        for (int number = 0; number < pieces(fresh.octets); number++) {
            long left = fresh.octets - (long) number * VaultLimits.PIECE_OCTETS;
            var clear = in.readNBytes((int) Math.min(left, VaultLimits.PIECE_OCTETS));
            if (clear.length < Math.min(left, VaultLimits.PIECE_OCTETS)) throw new EOFException("a blob ended before it was whole");
            var row = VaultRows.piece(name, fresh.generation, number);
            var sealed = rows.sealed(account, row, clear);
            transactions.write(Batch.Lane.BULK, tx -> {
                tx.put(row, sealed);
                return null;
            });
        }
    }

    private static Changed commit(Tx tx, String name, long whenVersion, Head fresh) {
        var why = whyNot(tx, name, whenVersion, fresh.octets);
        if (why.isPresent()) return why.get();
        tx.get(VaultRows.blob(name)).map(VaultBlobs::decoded).ifPresent(before -> deletePieces(tx, name, before));
        tx.put(VaultRows.blob(name), encoded(fresh));
        return new Changed.Done(fresh.version);
    }

    private static int pieces(long octets) {
        return (int) ((octets + VaultLimits.PIECE_OCTETS - 1) / VaultLimits.PIECE_OCTETS);
    }

    private static void deletePieces(Tx tx, String name, Head head) {
        for (int number = 0; number < pieces(head.octets); number++) tx.delete(VaultRows.piece(name, head.generation, number));
    }

    /** {@code whenVersion}: as it was seen. */
    public Changed delete(AccountId account, String name, long whenVersion) {
        if (!isName(name)) return new Changed.Unfit();
        return transactions(account).write(tx -> {
            var there = tx.get(VaultRows.blob(name)).map(VaultBlobs::decoded);
            long version = there.map(Head::version).orElse(0L);
            if (version != whenVersion || version == 0) return new Changed.Elsewhere(version);
            deletePieces(tx, name, there.get());
            tx.delete(VaultRows.blob(name));
            return new Changed.Done(0);
        });
    }

    // ---- what was left ----

    /** Pieces that a stop has left. */
    private void sweep(Transactions transactions, String name) {
        var prefix = VaultRows.pieces(name);
        var now = clock.instant();
        var named = transactions.partition().get(VaultRows.blob(name)).map(VaultBlobs::decoded).map(Head::generation);
        var left = new ArrayList<Bytes>();
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, _) -> {
            var generation = Bytes.wrap(java.util.Arrays.copyOfRange(key.toArray(), prefix.length(), prefix.length()
                + VaultRows.GENERATION_OCTETS));
            boolean isOld = begun(generation).plus(VaultLimits.LEFT_AFTER).isBefore(now);
            if (isOld && !named.filter(generation::equals).isPresent()) left.add(key);
            return true;
        });
        delete(transactions, left);
    }

    private static void drop(Transactions transactions, String name, Bytes generation) {
        var prefix = VaultRows.pieces(name, generation);
        var left = new ArrayList<Bytes>();
        try {
            transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, _) -> left.add(key));
            delete(transactions, left);
        } catch (StoreException later) {
            return; // the next writing of this name sweeps it
        }
    }

    private static void delete(Transactions transactions, List<Bytes> keys) {
        if (keys.isEmpty()) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            keys.forEach(tx::delete);
            return null;
        });
    }

    /** The milliseconds of its beginning, and eight random octets. */
    private Bytes generation() {
        return Bytes.wrap(ByteBuffer.allocate(VaultRows.GENERATION_OCTETS).putLong(clock.millis())
            .put(randomness.octets(Long.BYTES)).array());
    }

    private static Instant begun(Bytes generation) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(generation.toArray()).getLong());
    }

    // ---- rows ----

    private static byte[] encoded(Head head) {
        return new RowOut(VERSION, 40).number(head.version).number(head.octets).fixed(head.generation.toArray())
            .time(head.written).done();
    }

    private static Head decoded(byte[] value) {
        var in = new RowIn(value, VERSION);
        return new Head(in.number(), in.number(), Bytes.wrap(in.fixed(VaultRows.GENERATION_OCTETS)), in.time());
    }

    private Transactions transactions(AccountId account) {
        return new Transactions(store.partition(VaultRows.partition(account)));
    }
}
