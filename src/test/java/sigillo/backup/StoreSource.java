package sigillo.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** Backs up a store in memory, and a file beside it that is large and never changes; compares all of it. */
final class StoreSource implements Source {
    static final String KEY = "keys/one.key";
    private final Store store;
    private final Path large;

    /** {@code large}: hard links of it are what does not change. */
    StoreSource(Store store, Path large) {
        this.store = store;
        this.large = large;
    }

    @Override public Box copy(Path folder, BackupKey key) throws IOException {
        store.checkpoint(folder);
        Files.createDirectory(folder.resolve("tables"));
        Files.createLink(folder.resolve("tables/000001.sst"), large);
        return new Box().put(KEY, "the key of this moment".getBytes(StandardCharsets.US_ASCII))
            .put("sigillo.toml", new byte[0]);
    }

    @Override public Proof prove(Path original, Path restored, Box box, BackupKey key) throws IOException {
        var away = Census.of(MemoryStore.of(original), House.SEED);
        away.requireSame(Census.of(MemoryStore.of(restored), House.SEED));
        if (Files.mismatch(large, restored.resolve("tables/000001.sst")) >= 0) throw new Damaged("the large file came back as another");
        if (box.get(KEY).isEmpty()) throw new Damaged("no key came back");
        return new Proof(away.partitions().size(), away.rows(), away.hashes().size(), away.blobs(), java.util.List.of());
    }
}
