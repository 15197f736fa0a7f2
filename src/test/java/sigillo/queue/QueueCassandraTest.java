package sigillo.queue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import sigillo.store.Store;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.OneNode;

/** The queue in a cluster: the same stories. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueCassandraTest implements QueueContract, DeskContract, NoticeContract, QueueProperties {
    private Store store;
    private TestQueue queue;

    @BeforeAll void connect() { store = CassandraStore.open(OneNode.settings("queue")); }

    @BeforeEach void open() {
        OneNode.empty(store);
        queue = new TestQueue(store);
    }

    @AfterEach void close() {
        if (queue != null) queue.close();
    }

    @AfterAll void disconnect() {
        if (store != null) store.close();
    }

    @Override public TestQueue queue() { return queue; }
}
