package sigillo.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import sigillo.store.Checksum;
import sigillo.store.StoreException;

/** The version of the layout in {@link Keys}. A store of a newer one is not touched: it could be misread. */
final class Schema {
    static final int VERSION = 1;

    private Schema() {}

    /** Throws {@link StoreException} when this program cannot use the store; a fresh store is marked with ours. */
    static void require(Database database, Path directory) {
        var value = database.get(Keys.schema(), "the schema version");
        if (value == null) {
            mark(database, VERSION);
            return;
        }
        int version = ByteBuffer.wrap(value).getInt();
        if (version != VERSION) {
            throw new StoreException("the store in " + directory + " has schema " + version
                + ", this Sigillo knows schema " + VERSION + ": use the version of Sigillo that wrote it", null);
        }
    }

    static void mark(Database database, int version) {
        try (var batch = new WriteBatch()) {
            var value = ByteBuffer.allocate(4).putInt(version).array();
            batch.put(database.rowFamily(), Keys.schema(), Checksum.append(Keys.schema(), value));
            database.write(batch, true);
        } catch (RocksDBException e) {
            throw new StoreException("cannot write the schema version: " + e.getMessage(), e);
        }
    }
}
