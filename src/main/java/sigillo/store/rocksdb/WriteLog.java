package sigillo.store.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Where the committer writes; the place at which a test lets a sync fail. */
interface WriteLog {

    /** Writes the batch, whole or not at all; when {@code sync}, it and all before it are durable on return. */
    void write(WriteBatch batch, boolean sync) throws RocksDBException;
}
