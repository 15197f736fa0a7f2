package sigillo.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    PolicyRows(Store store, Secret key, Randomness randomness) {
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

    /** One that cannot be kept is used all the same. */
    void put(PolicyRow row) {
        var encoded = row.encode();
        if (encoded.length > PolicyLimits.ROW_OCTETS_MAX) return;
        var place = place(row.domain());
        try {
            transactions.write(Batch.Lane.BULK, tx -> {
                tx.put(place, SealedRow.seal(key, place.unsafeArray(), encoded, randomness));
                return null;
            });
        } catch (StoreException refused) {
            LOG.log(System.Logger.Level.WARNING, "a policy cannot be kept: " + refused.getMessage());
        }
    }

    /** How many are kept, up to the bound. */
    boolean isFull() {
        var count = new int[1];
        transactions.partition().range(PREFIX, PREFIX.afterPrefix(), false, (_, _) -> ++count[0] < PolicyLimits.KEPT_MAX);
        return count[0] >= PolicyLimits.KEPT_MAX;
    }

    /** All that open; the others go. */
    List<PolicyRow> all() {
        var rows = new ArrayList<PolicyRow>();
        var broken = new ArrayList<Bytes>();
        transactions.partition().range(PREFIX, PREFIX.afterPrefix(), false, (place, sealed) -> {
            open(place, sealed).ifPresentOrElse(rows::add, () -> broken.add(place));
            return rows.size() < PolicyLimits.KEPT_MAX;
        });
        if (!broken.isEmpty()) remove(broken);
        return rows;
    }

    void removeAll(List<PolicyRow> rows) { remove(rows.stream().map(row -> place(row.domain())).toList()); }

    private void remove(List<Bytes> places) {
        for (var place : places) {
            transactions.write(Batch.Lane.BULK, tx -> {
                tx.delete(place);
                return null;
            });
        }
    }
}
