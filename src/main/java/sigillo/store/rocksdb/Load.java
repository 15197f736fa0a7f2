package sigillo.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import sigillo.store.Batch;
import sigillo.store.Checksum;
import sigillo.store.Head;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** Rows of a copy, under the head of what is copied. */
final class Load extends Request {
    private record Row(byte[] key, byte[] checked) {}

    private final PartitionName name;
    private final Head head;
    private final List<Row> rows;

    static Load of(PartitionName name, byte[] prefix, Head head, List<Batch.Write.Put> puts) {
        var rows = new ArrayList<Row>(puts.size());
        long octets = 100;
        for (var put : puts) {
            var key = Keys.row(prefix, put.key());
            var row = new Row(key, Checksum.append(key, put.value()));
            rows.add(row);
            octets += key.length + row.checked().length;
        }
        return new Load(name, head, rows, octets);
    }

    private Load(PartitionName name, Head head, List<Row> rows, long octets) {
        super(Batch.Lane.BULK, octets);
        this.name = name;
        this.head = head;
        this.rows = rows;
    }

    @Override boolean isDurable() { return true; }

    @Override Space.Need need() { return Space.Need.FLOOR; }

    @Override Written stage(Stage stage) throws RocksDBException {
        var there = stage.head(name);
        if (!there.equals(Heads.NONE) && !there.equals(head)) return new Written.Conflict(there.revision());
        for (var row : rows) stage.put(row.key(), row.checked());
        stage.head(name, head);
        return new Written.Applied(head.revision());
    }
}
