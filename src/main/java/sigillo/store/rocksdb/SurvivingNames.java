package sigillo.store.rocksdb;

import java.util.List;
import java.util.TreeMap;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;
import sigillo.store.Surviving;

/**
 * The names of partitions when heads lie in a block that was changed: those of the heads that can be read, and those of
 * whom there are rows. So who starts and who reads all meets each, is told that its head is damaged, and goes on with the
 * others.
 */
final class SurvivingNames {
    static final String HEAD = "the head of a partition";
    private static final String ROW = "a row of a partition";

    private final Database database;
    private final String prefix;
    private final TreeMap<String, PartitionName> names = new TreeMap<>();

    SurvivingNames(Database database, String prefix) {
        this.database = database;
        this.prefix = prefix;
    }

    /** Sorted. */
    List<PartitionName> all() {
        Surviving.range(rows(HEAD), Bytes.wrap(Keys.head(prefix)), Bytes.wrap(Keys.afterHeads(prefix)), (key, _) -> {
            add(Keys.name(key.unsafeArray()));
            return true;
        });
        ofRows();
        return List.copyOf(names.values());
    }

    private void add(PartitionName name) { names.put(name.text(), name); }

    /** One row of each partition is looked at. */
    private void ofRows() {
        var end = Bytes.wrap(Keys.afterRowsOf(prefix));
        for (var from = Bytes.wrap(Keys.rowsOf(prefix)); from.compareTo(end) < 0; ) {
            var first = new PartitionName[1];
            Surviving.range(rows(ROW), from, end, (key, _) -> {
                first[0] = Keys.nameOfRow(key.unsafeArray());
                return false;
            });
            if (first[0] == null) return;
            add(first[0]);
            from = Bytes.wrap(Keys.afterRows(first[0]));
        }
    }

    private Surviving.Rows rows(String what) {
        return (from, to, visitor) -> database.range(from.unsafeArray(), to.unsafeArray(), false,
            (key, value) -> visitor.visit(Bytes.wrap(key), value), what);
    }
}
