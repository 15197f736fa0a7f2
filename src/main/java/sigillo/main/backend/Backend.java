package sigillo.main.backend;

import sigillo.main.config.Config;
import sigillo.main.folder.DataFolder;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;
import sigillo.store.rocksdb.RocksStore;

/** Opens the store that is configured, and loads nothing of the other. */
public final class Backend {
    private Backend() {}

    /** Throws {@link sigillo.store.StoreException} with a sentence for the operator, and {@link java.io.IOException}. */
    public static Store open(Config.Store store, DataFolder folder) throws java.io.IOException {
        return switch (store) {
            case Config.Store.Here() -> RocksStore.open(folder.store());
            case Config.Store.Cluster cluster -> ClusterBackend.open(cluster);
        };
    }

    /** One for mail of nobody, in memory, which is read as the one that is configured where that is possible. */
    public static Store practice(Config.Store store, DataFolder folder) {
        return switch (store) {
            case Config.Store.Here() -> RocksStore.inMemory(folder.store());
            case Config.Store.Cluster _ -> new MemoryStore();
        };
    }
}
