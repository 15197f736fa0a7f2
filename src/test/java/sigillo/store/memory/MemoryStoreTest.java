package sigillo.store.memory;

import java.nio.file.Path;
import sigillo.store.BlobContract;
import sigillo.store.CheckpointContract;
import sigillo.store.PartitionContract;
import sigillo.store.Store;
import sigillo.store.StoreCopyContract;
import sigillo.store.TransactionsContract;

/** The store in memory keeps to the contracts. */
class MemoryStoreTest implements PartitionContract, BlobContract, TransactionsContract, CheckpointContract,
        StoreCopyContract {
    private final MemoryStore store = new MemoryStore();

    @Override public Store store() { return store; }

    @Override public Store opened(Path checkpoint) { return MemoryStore.of(checkpoint); }
}
