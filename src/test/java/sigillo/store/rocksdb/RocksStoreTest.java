package sigillo.store.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.store.BlobContract;
import sigillo.store.CheckpointContract;
import sigillo.store.DurableContract;
import sigillo.store.PartitionContract;
import sigillo.store.Store;
import sigillo.store.StoreCopyContract;
import sigillo.store.TransactionsContract;

/** The embedded store keeps to the contracts. One store for all, emptied before each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocksStoreTest implements PartitionContract, BlobContract, TransactionsContract, DurableContract, CheckpointContract,
        StoreCopyContract {
    private Path directory;
    private Store store;

    @BeforeAll void open(@TempDir Path fresh) {
        directory = fresh;
        store = RocksStore.open(directory);
    }

    @BeforeEach void empty() {
        store.partitions("").forEach(store::remove);
        var ids = new ArrayList<Bytes>();
        store.blobs().ids(Bytes.EMPTY, ids::add);
        ids.forEach(store.blobs()::delete);
    }

    @AfterAll void close() { store.close(); }

    @Override public Store store() { return store; }

    @Override public Store opened(Path checkpoint) { return RocksStore.open(checkpoint); }

    @Override public void reopen() {
        store.close();
        store = RocksStore.open(directory);
    }
}
