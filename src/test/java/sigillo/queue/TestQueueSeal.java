package sigillo.queue;

import sigillo.sealing.Randomness;
import sigillo.shred.Shredder;
import sigillo.shred.TestShredder;

/** Seals for queues of tests. */
public final class TestQueueSeal {
    private TestQueueSeal() {}

    /** With a file of keys that nobody sees again. */
    public static QueueSeal passing() { return over(TestShredder.passing()); }

    static QueueSeal over(Shredder shredder) { return new QueueSeal(shredder, Randomness.secure()); }
}
