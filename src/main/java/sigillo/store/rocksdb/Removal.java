package sigillo.store.rocksdb;

import org.rocksdb.RocksDBException;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** Removes a partition, whatever its revision. */
final class Removal extends Request {
    private final PartitionName name;

    Removal(PartitionName name) {
        super(Batch.Lane.PROMPT, 300);
        this.name = name;
    }

    @Override boolean isDurable() { return true; }

    @Override Space.Need need() { return Space.Need.NOTHING; }

    @Override Written stage(Stage stage) throws RocksDBException {
        stage.removePartition(name);
        return new Written.Applied(0);
    }
}
