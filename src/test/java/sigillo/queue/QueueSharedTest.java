package sigillo.queue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import sigillo.store.memory.MemoryStore;

/** A queue that several servers may work on keeps to the same contracts as one that is alone. */
@Tag("gate")
class QueueSharedTest implements QueueContract, DeskContract, NoticeContract {
    private final TestQueue queue = new TestQueue(new MemoryStore()).shared();

    @Override public TestQueue queue() { return queue; }

    @AfterEach void close() { queue.close(); }
}
