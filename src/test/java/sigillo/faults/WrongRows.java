package sigillo.faults;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.Written;

/** A planted fault: what is written into accounts is changed on its way. */
final class WrongRows extends ForwardingStore {
    private final UnaryOperator<List<Batch.Write>> change;

    WrongRows(Store inner, UnaryOperator<List<Batch.Write>> change) {
        super(inner);
        this.change = change;
    }

    @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
        boolean isAccount = partition.name().text().startsWith("a/");
        return partition.submit(isAccount
            ? new Batch(batch.revision(), batch.commitId(), batch.lane(), change.apply(batch.writes())) : batch);
    }
}
