package sigillo.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import sigillo.store.Batch;
import sigillo.store.Checksum;
import sigillo.store.Head;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** A batch of rows under its condition. */
final class Commit extends Request {
    /** A row as it goes to the log; null instead of a value deletes. */
    private record Row(byte[] key, byte[] checked) {}

    private final PartitionName name;
    private final long revision;
    private final Head next;
    private final List<Row> rows;
    private final Space.Need need;

    static Commit of(PartitionName name, byte[] prefix, Batch batch) {
        var rows = new ArrayList<Row>(batch.writes().size());
        long octets = 100;
        for (var write : batch.writes()) {
            var key = Keys.row(prefix, write.key());
            var checked = write instanceof Batch.Write.Put put ? Checksum.append(key, put.value()) : null;
            rows.add(new Row(key, checked));
            octets += key.length + (checked == null ? 0 : checked.length);
        }
        return new Commit(name, batch, rows, octets);
    }

    private Commit(PartitionName name, Batch batch, List<Row> rows, long octets) {
        super(batch.lane(), octets);
        this.name = name;
        this.revision = batch.revision();
        this.next = new Head(revision + 1, batch.commitId());
        this.rows = rows;
        this.need = batch.givesSpace() ? Space.Need.RESERVE : Space.Need.FLOOR;
    }

    @Override boolean isDurable() { return true; }

    @Override Space.Need need() { return need; }

    @Override Written stage(Stage stage) throws RocksDBException {
        var head = stage.head(name);
        if (head.revision() != revision) return new Written.Conflict(head.revision());
        for (var row : rows) {
            if (row.checked() == null) stage.delete(row.key());
            else stage.put(row.key(), row.checked());
        }
        stage.head(name, next);
        return new Written.Applied(next.revision());
    }
}
