package sigillo.store.memory;

import sigillo.store.BlobContract;
import sigillo.store.PartitionContract;
import sigillo.store.Store;
import sigillo.store.TransactionsContract;

/** The store in memory keeps to the contracts. */
class MemoryStoreTest implements PartitionContract, BlobContract, TransactionsContract {
    private final MemoryStore store = new MemoryStore();

    @Override public Store store() { return store; }
}
