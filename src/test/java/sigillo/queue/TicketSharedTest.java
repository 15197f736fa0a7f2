package sigillo.queue;

import sigillo.store.memory.MemoryStore;

/** The same where several servers work on the queue: what is in hand is leased. */
class TicketSharedTest extends TicketTest {
    @Override TestQueue queue() { return new TestQueue(new MemoryStore()).shared(); }
}
