package sigillo.queue;

import org.junit.jupiter.api.AfterEach;
import sigillo.store.memory.MemoryStore;

/** The queue on the store in memory. */
class QueueMemoryTest implements QueueContract, DeskContract, NoticeContract, QueueProperties {
    private final TestQueue queue = new TestQueue(new MemoryStore());

    @Override public TestQueue queue() { return queue; }

    @AfterEach void close() { queue.close(); }
}
