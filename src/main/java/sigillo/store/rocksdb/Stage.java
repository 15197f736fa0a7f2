package sigillo.store.rocksdb;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import sigillo.store.Checksum;
import sigillo.store.Head;
import sigillo.store.PartitionName;

/** What a round is about to write: one native batch, used again and again by the committer's thread. */
final class Stage implements AutoCloseable {
    /** A batch that grew beyond this gives its memory back. */
    private static final long RETAINED_OCTETS = 8L << 20;

    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle chunks;
    private final Heads heads;
    private WriteBatch batch = new WriteBatch();

    Stage(Database database) {
        this.rows = database.rowFamily();
        this.chunks = database.chunkFamily();
        this.heads = new Heads(database);
    }

    WriteBatch batch() { return batch; }

    Head head(PartitionName name) { return heads.get(name); }

    void head(PartitionName name, Head head) throws RocksDBException {
        var key = Keys.head(name);
        batch.put(rows, key, Checksum.append(key, Heads.encode(head)));
        heads.put(name, head);
    }

    /** The value with its checksum. */
    void put(byte[] key, byte[] checked) throws RocksDBException { batch.put(rows, key, checked); }

    void delete(byte[] key) throws RocksDBException { batch.delete(rows, key); }

    void putChunk(byte[] key, byte[] checked) throws RocksDBException { batch.put(chunks, key, checked); }

    void deleteChunk(byte[] key) throws RocksDBException { batch.delete(chunks, key); }

    void removePartition(PartitionName name) throws RocksDBException {
        batch.delete(rows, Keys.head(name));
        batch.deleteRange(rows, Keys.rows(name), Keys.afterRows(name));
        heads.remove(name);
    }

    /** Makes ready for the next round; {@code written} tells whether this one is in the database. */
    void clear(boolean written) {
        if (written) heads.keep();
        else heads.forget();
        if (batch.getDataSize() <= RETAINED_OCTETS) {
            batch.clear();
        } else {
            batch.close();
            batch = new WriteBatch();
        }
    }

    @Override public void close() { batch.close(); }
}
