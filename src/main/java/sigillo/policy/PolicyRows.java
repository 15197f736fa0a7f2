package sigillo.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * Policies in the store, so that a restart forgets none: RFC 8461 section 3.3. They say to whom mail went, so they are
 * sealed, and their keys are tags. One that does not open is none. Any thread.
 */
final class PolicyRows {
    private static final System.Logger LOG = System.getLogger("sigillo.policy");
    private static final PartitionName PARTITION = new PartitionName("policies");
    private static final String USE = "sgl1/policy";
    private static final Bytes PREFIX = Bytes.utf8("p/");

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;

    private final PolicyRoom room;
    private final ReentrantLock reading = new ReentrantLock();
    private boolean isRead;

    PolicyRows(Store store, Secret key, Randomness randomness, PolicyRoom room) {
        this.room = room;
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
    }

    private Bytes place(Domain domain) {
        var tag = SealedRow.tag(key, USE, domain.name());
        var place = new byte[PREFIX.length() + tag.length];
        System.arraycopy(PREFIX.unsafeArray(), 0, place, 0, PREFIX.length());
        System.arraycopy(tag, 0, place, PREFIX.length(), tag.length);
        return Bytes.wrap(place);
    }

    Optional<PolicyRow> get(Domain domain) {
        try {
            var place = place(domain);
            return transactions.partition().get(place).flatMap(row -> open(place, row)).filter(row -> row.domain().equals(domain));
        } catch (StoreException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "a policy that is kept cannot be read: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private Optional<PolicyRow> open(Bytes place, byte[] sealed) {
        try {
            return Optional.of(PolicyRow.decode(SealedRow.open(key, place.unsafeArray(), sealed)));
        } catch (SealBroken | StoreException none) {
            return Optional.empty();
        }
    }

    /** One that cannot be kept is used all the same. Others may have to give way. */
    void put(PolicyRow row) {
        var encoded = row.encode();
        if (encoded.length > PolicyLimits.ROW_OCTETS_MAX) return;
        var place = place(row.domain());
        try {
            readOnce();
            transactions.write(Batch.Lane.BULK, tx -> {
                tx.put(place, SealedRow.seal(key, place.unsafeArray(), encoded, randomness));
                return null;
            });
            remove(room.kept(place, row, encoded.length));
        } catch (StoreException refused) {
            LOG.log(System.Logger.Level.WARNING, "a policy cannot be kept: " + refused.getMessage());
        }
    }

    /** Before the first is kept, so that what was kept before a restart counts too. */
    private void readOnce() {
        reading.lock();
        try {
            if (!isRead) each(_ -> { });
            isRead = true;
        } finally {
            reading.unlock();
        }
    }

    /** All that open, one at a time; the others go. Nothing of the store may be asked by {@code row}. */
    void each(Consumer<PolicyRow> row) {
        var broken = new ArrayList<Bytes>();
        var tooMany = new ArrayList<Bytes>();
        room.forget();
        transactions.partition().range(PREFIX, PREFIX.afterPrefix(), false, (place, sealed) -> {
            open(place, sealed).ifPresentOrElse(one -> {
                tooMany.addAll(room.kept(place, one, one.encode().length));
                row.accept(one);
            }, () -> broken.add(place));
            return true;
        });
        remove(broken);
        remove(tooMany);
    }

    void removeAll(List<Domain> domains) { remove(domains.stream().map(this::place).toList()); }

    private void remove(List<Bytes> places) {
        for (var place : places) {
            room.removed(place);
            transactions.write(Batch.Lane.BULK, tx -> {
                tx.delete(place);
                return null;
            });
        }
    }
}
