package sigillo.queue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.Store;
import sigillo.store.rocksdb.RocksStore;

/** The queue on the embedded store: the same stories, each commit on the disk. */
@Tag("gate")
class QueueRocksTest implements QueueContract, DeskContract, NoticeContract, QueueProperties {
    @TempDir Path directory;
    private Store store;
    private TestQueue queue;

    @BeforeEach void open() {
        store = RocksStore.open(directory);
        queue = new TestQueue(store);
    }

    @AfterEach void close() {
        queue.close();
        store.close();
    }

    @Override public TestQueue queue() { return queue; }
}
