package sigillo.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.BlobContract;
import sigillo.store.PartitionContract;
import sigillo.store.Store;
import sigillo.store.TransactionsContract;

/** The embedded store in memory keeps to the contracts, beside one on the disk, and leaves nothing there. */
class RocksInMemoryTest implements PartitionContract, BlobContract, TransactionsContract {
    @TempDir Path directory;
    private Store onDisk;
    private List<String> before;
    private Store store;

    @BeforeEach void open() throws IOException {
        onDisk = RocksStore.open(directory);
        before = files();
        store = RocksStore.inMemory(directory);
    }

    @AfterEach void close() throws IOException {
        store.close();
        assertEquals(before, files());
        assertEquals(List.of(), onDisk.partitions(""), "nothing of it is on the disk");
        onDisk.close();
    }

    @Override public Store store() { return store; }

    @Test void isEmptyAgainOnceItIsClosed() {
        assertTrue(store.partitions("").isEmpty());
        assertTrue(Files.notExists(Path.of("/practice")));
        try (var other = RocksStore.inMemory(directory)) {
            assertTrue(other.partitions("").isEmpty());
        }
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.map(Path::toString).sorted().toList();
        }
    }
}
