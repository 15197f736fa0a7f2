package sigillo.certificates;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * What is kept of certificates, sealed under the server's key, in the partition {@code certificates}: {@code current} and
 * {@code former} certificate, {@code key} and {@code next} key, {@code account/DIRECTORY}, {@code order}, {@code attempts},
 * and {@code proof/...} for authorities that look. A row that is damaged is as if it were not there: all of it can be had
 * again. Any thread.
 */
final class CertificateRows {
    static final PartitionName PARTITION = new PartitionName("certificates");
    private static final System.Logger LOG = System.getLogger(CertificateRows.class.getName());
    private static final Bytes CURRENT = Bytes.utf8("current");
    private static final Bytes FORMER = Bytes.utf8("former");
    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes NEXT_KEY = Bytes.utf8("next");
    private static final Bytes ORDER = Bytes.utf8("order");
    private static final Bytes ATTEMPTS = Bytes.utf8("attempts");
    private static final Bytes PROOFS = Bytes.utf8("proof/");
    private static final int PROOF_VERSION = 1;

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;

    /** {@code key} stays the caller's. */
    CertificateRows(Store store, Secret key, Randomness randomness) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
    }

    Optional<Held> current() { return read(CURRENT, Held::decode); }

    Optional<Held> former() { return read(FORMER, Held::decode); }

    Optional<KeptKey> key() { return read(KEY, KeptKey::decode); }

    Optional<KeptKey> nextKey() { return read(NEXT_KEY, KeptKey::decode); }

    Optional<KeptKey> account(String directory) { return read(account(directory.getBytes(StandardCharsets.UTF_8)), KeptKey::decode); }

    Optional<OrderUnderWay> order() { return read(ORDER, OrderUnderWay::decode); }

    Attempts attempts() { return read(ATTEMPTS, Attempts::decode).orElse(Attempts.NONE); }

    void key(KeptKey now) { write(KEY, now.encode()); }

    void nextKey(KeptKey now) { write(NEXT_KEY, now.encode()); }

    void account(String directory, KeptKey now) { write(account(directory.getBytes(StandardCharsets.UTF_8)), now.encode()); }

    void order(OrderUnderWay now) { write(ORDER, now.encode()); }

    void noOrder() { delete(ORDER); }

    void attempts(Attempts now) { write(ATTEMPTS, now.encode()); }

    /** The same certificate with other advice, if it is still there. */
    void advised(Held now) {
        var sealed = sealed(CURRENT, now.encode());
        transactions.write(tx -> {
            if (tx.get(CURRENT).flatMap(row -> open(CURRENT, row, Held::decode)).filter(now::isSame).isPresent()) tx.put(CURRENT, sealed);
            return null;
        });
    }

    /** In one commit: what is current is the former then, and the order is over. {@code keys}: those that it is for, once they are new. */
    void follow(Held now, Attempts attempts, Optional<KeptKey> keys) {
        var sealed = sealed(CURRENT, now.encode());
        var tried = sealed(ATTEMPTS, attempts.encode());
        var newKey = keys.map(one -> sealed(KEY, one.encode()));
        transactions.write(tx -> {
            var before = tx.get(CURRENT).flatMap(row -> open(CURRENT, row, Held::decode)).filter(held -> !held.isSame(now));
            before.ifPresent(held -> tx.put(FORMER, sealed(FORMER, held.encode())));
            tx.put(CURRENT, sealed);
            tx.put(ATTEMPTS, tried);
            newKey.ifPresent(row -> {
                tx.put(KEY, row);
                tx.delete(NEXT_KEY);
            });
            tx.delete(ORDER);
            return null;
        });
    }

    // ---- what authorities look for ----

    void prove(String place, byte[] value, Instant until) {
        var row = Bytes.utf8("proof/" + place);
        write(row, new RowOut(PROOF_VERSION).time(until).sized(value).done());
    }

    Optional<byte[]> proof(String place) {
        return read(Bytes.utf8("proof/" + place), row -> {
            var in = new RowIn(row, PROOF_VERSION);
            in.time();
            return in.sized();
        });
    }

    void withdraw(String place) { delete(Bytes.utf8("proof/" + place)); }

    /** Those that a stop has left. */
    void forgetProofs(Instant now) {
        var old = new ArrayList<Bytes>();
        transactions.partition().range(PROOFS, PROOFS.afterPrefix(), false, (place, sealed) -> {
            boolean isKept = open(place, sealed, row -> new RowIn(row, PROOF_VERSION).time()).filter(now::isBefore).isPresent();
            if (!isKept) old.add(place);
            return true;
        });
        if (old.isEmpty()) return;
        transactions.write(tx -> {
            old.forEach(tx::delete);
            return null;
        });
    }

    // ---- rows ----

    private static Bytes account(byte[] directory) {
        return Bytes.utf8("account/" + HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(directory), 8)));
    }

    private <T> Optional<T> read(Bytes place, Function<byte[], T> decoded) {
        return transactions.partition().get(place).flatMap(sealed -> open(place, sealed, decoded));
    }

    private <T> Optional<T> open(Bytes place, byte[] sealed, Function<byte[], T> decoded) {
        try {
            return Optional.of(decoded.apply(SealedRow.open(key, place.unsafeArray(), sealed)));
        } catch (SealBroken | Damaged broken) {
            LOG.log(System.Logger.Level.ERROR, "what is kept of certificates is damaged, and is made anew: " + place.toUtf8() + ": " + broken.getMessage());
            return Optional.empty();
        }
    }

    private byte[] sealed(Bytes place, byte[] clear) {
        var sealed = SealedRow.seal(key, place.unsafeArray(), clear, randomness);
        Arrays.fill(clear, (byte) 0);
        return sealed;
    }

    private void write(Bytes place, byte[] clear) {
        var sealed = sealed(place, clear);
        transactions.write(tx -> {
            tx.put(place, sealed);
            return null;
        });
    }

    private void delete(Bytes place) {
        transactions.write(tx -> {
            tx.delete(place);
            return null;
        });
    }
}
