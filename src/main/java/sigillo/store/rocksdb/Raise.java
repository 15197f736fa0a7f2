package sigillo.store.rocksdb;

import java.util.UUID;
import org.rocksdb.RocksDBException;
import sigillo.store.Batch;
import sigillo.store.Head;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** Makes a partition's revision a higher one; one that is as high stays. */
final class Raise extends Request {
    private final PartitionName name;
    private final long revision;

    Raise(PartitionName name, long revision) {
        super(Batch.Lane.BULK, 200);
        this.name = name;
        this.revision = revision;
    }

    @Override boolean isDurable() { return true; }

    @Override Space.Need need() { return Space.Need.FLOOR; }

    @Override Written stage(Stage stage) throws RocksDBException {
        var head = stage.head(name);
        if (head.revision() < revision) stage.head(name, new Head(revision, UUID.randomUUID()));
        return new Written.Applied(Math.max(head.revision(), revision));
    }
}
