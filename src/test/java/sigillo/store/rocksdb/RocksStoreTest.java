package sigillo.store.rocksdb;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.BlobContract;
import sigillo.store.DurableContract;
import sigillo.store.PartitionContract;
import sigillo.store.Store;
import sigillo.store.TransactionsContract;

/** The embedded store keeps to the contracts. */
class RocksStoreTest implements PartitionContract, BlobContract, TransactionsContract, DurableContract {
    @TempDir Path directory;
    private Store store;

    @BeforeEach void open() { store = RocksStore.open(directory); }

    @AfterEach void close() {
        if (store != null) store.close();
    }

    @Override public Store store() { return store; }

    @Override public void reopen() {
        store.close();
        open();
    }
}
