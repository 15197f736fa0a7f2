package sigillo.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.Store;
import sigillo.store.Surviving;
import sigillo.store.Transactions;

/**
 * Keys of domains in the store, sealed under the server's key: {@code g/DOMAIN/NAME}; and who of several servers looks
 * after them. Any thread.
 */
final class SigningRows {
    static final PartitionName PARTITION = new PartitionName("signing");
    private static final Bytes GENERATIONS = Bytes.utf8("g/");
    private static final Bytes WHOSE_TURN = Bytes.utf8("turn");
    private static final int VERSION = 1;

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;

    /** {@code key} stays the caller's. */
    SigningRows(Store store, Secret key, Randomness randomness) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
    }

    /** What can be read; {@code damaged}: how many places cannot. */
    record Found(List<Generation> all, int damaged) {}

    List<Generation> all() { return read().all(); }

    /** One that is damaged keeps nobody from the others. Throws {@link sigillo.store.StoreException}. */
    Found read() {
        var all = new ArrayList<Generation>();
        var broken = new ArrayList<Bytes>();
        var gaps = Surviving.range(transactions.partition(), GENERATIONS, GENERATIONS.afterPrefix(), (place, sealed) -> {
            try {
                all.add(open(place, sealed));
            } catch (Damaged one) {
                broken.add(place);
            }
            return true;
        });
        return new Found(all, gaps.size() + broken.size());
    }

    private Generation open(Bytes place, byte[] sealed) {
        try {
            return Generation.decode(SealedRow.open(key, place.unsafeArray(), sealed));
        } catch (SealBroken changed) {
            throw RowIn.broken("a signing key: " + changed.getMessage());
        }
    }

    private static Bytes place(Generation one) { return Bytes.utf8("g/" + one.domain().name() + "/" + one.name()); }

    /** In one commit. Throws {@link sigillo.store.StoreException} when it was not done. */
    void write(List<Generation> put, List<Generation> gone) {
        if (put.isEmpty() && gone.isEmpty()) return;
        transactions.write(tx -> {
            for (var one : put) {
                var place = place(one);
                tx.put(place, SealedRow.seal(key, place.unsafeArray(), one.encode(), randomness));
            }
            gone.forEach(one -> tx.delete(place(one)));
            return null;
        });
    }

    /** Changes one, if it is there as {@code before} says. */
    void change(Generation before, Generation to) {
        var place = place(to);
        transactions.write(tx -> {
            boolean isSame = tx.get(place).map(row -> open(place, row)).filter(before::equals).isPresent();
            if (isSame) tx.put(place, SealedRow.seal(key, place.unsafeArray(), to.encode(), randomness));
            return null;
        });
    }

    /** Whether this server is the one that looks after the keys; it stays so while it lives. */
    boolean take(Fellows fellows) {
        if (holder(() -> transactions.partition().get(WHOSE_TURN)).filter(fellows.self()::equals).isPresent()) return true;
        return transactions.write(tx -> {
            var holder = holder(() -> tx.get(WHOSE_TURN));
            if (holder.filter(fellows.lives()).isPresent()) return holder.get().equals(fellows.self());
            tx.put(WHOSE_TURN, new sigillo.store.RowOut(VERSION).sized(fellows.self().unsafeArray()).done());
            return true;
        });
    }

    /** Of a row that is damaged nobody: who looks next writes over it. */
    private static Optional<Bytes> holder(Supplier<Optional<byte[]>> row) {
        try {
            return row.get().map(octets -> Bytes.wrap(new RowIn(octets, VERSION).sized()));
        } catch (Damaged unreadable) {
            return Optional.empty();
        }
    }
}
