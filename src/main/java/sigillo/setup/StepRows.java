package sigillo.setup;

import java.time.Instant;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/** Since when DNS shows a step of the DMARC policy of each domain: a short row each. Any thread. */
public final class StepRows {
    private static final PartitionName PARTITION = new PartitionName("setup");
    private static final int VERSION = 1;

    private final Transactions transactions;

    public StepRows(Store store) { transactions = new Transactions(store.partition(PARTITION)); }

    private static Bytes key(Domain domain) { return Bytes.utf8("d/" + domain.name()); }

    /** Throws {@link sigillo.store.StoreException}. */
    public Optional<DomainLook.Step> of(Domain domain) {
        return transactions.partition().get(key(domain)).map(row -> {
            var in = new RowIn(row, VERSION);
            return new DomainLook.Step(in.text(), in.time());
        });
    }

    /** It is shown now; since when is kept while it is the same. Throws {@link sigillo.store.StoreException}. */
    void shown(Domain domain, String step, Instant now) {
        if (of(domain).filter(known -> known.step().equals(step)).isPresent()) return;
        var row = new RowOut(VERSION).text(step).time(now).done();
        transactions.write(Batch.Lane.BULK, tx -> {
            tx.put(key(domain), row);
            return null;
        });
    }

    /** It is no domain of ours any more, or shows no policy. Throws {@link sigillo.store.StoreException}. */
    void forget(Domain domain) {
        if (of(domain).isEmpty()) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            tx.delete(key(domain));
            return null;
        });
    }
}
