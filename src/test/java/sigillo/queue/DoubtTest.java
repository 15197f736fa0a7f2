package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.Event;

/** A store that cannot say whether it kept a commit, and did; or has no space for a moment. */
class DoubtTest {
    private static final String ANNA = "anna@home.example";

    private static final class Doubting extends ForwardingStore {
        private volatile boolean doubts;
        private volatile boolean isFull;

        Doubting() { super(new MemoryStore()); }

        /** Once: it is kept, and others commit after it, so that the head does not tell. */
        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            if (!doubts || batch.writes().size() < 2) return partition.submit(batch); // fences; and that the queue is alive
            doubts = false;
            if (partition.apply(batch) instanceof Written.Applied(var revision))
                partition.apply(new Batch(revision, UUID.randomUUID(), Batch.Lane.PROMPT, List.of()));
            return CompletableFuture.completedFuture(new Written.Unknown());
        }

        @Override protected void put(Bytes blob, Octets octets) throws IOException {
            boolean refuses = isFull;
            isFull = false;
            if (refuses) throw new StoreException("no space", null, true);
            super.put(blob, octets);
        }
    }

    private final Doubting store = new Doubting();
    private final TestQueue q = new TestQueue(store).start();

    private List<TestWorld.Mail> notices() { return q.world.deliveredTo(ANNA); }

    @Test void whatWasPutInAllTheSameIsWholeAndGoesOut() {
        store.doubts = true;
        assertThrows(StoreException.class, () -> q.send(ANNA, "bob@remote.example"),
            "who sent it is told to come again");
        q.quiet();
        assertEquals(List.of(TestQueue.MESSAGE), q.world.deliveredTo("bob@remote.example").stream()
            .map(TestWorld.Mail::message).toList());
        assertEquals(0, q.alarms.size(), q.alarms.toString());
        q.assertEmpty();
    }

    @Test void whatWasSettledAllTheSameIsToldOnce() {
        q.world.rule = to -> to.localPart().equals("gone") ? TestWorld.bounced("5.1.1", "No such mailbox")
            : TestWorld.taken(to);
        q.world.after = () -> store.doubts = q.world.attempts.size() == 1;
        q.send(ANNA, "gone@remote.example");
        awaitNotice();
        assertEquals(1, notices().size());
        assertEquals(1, q.world.attempts.stream().filter(attempt -> attempt.to().contains("gone@remote.example"))
            .count());
        assertEquals(0, q.told(Event.Kind.HELD));
        q.assertEmptyAfterACrash();
    }

    @Test void noSpaceForANotificationDoesNotShortenIt() {
        q.world.rule = to -> to.localPart().equals("gone") ? TestWorld.bounced("5.1.1", "No such mailbox")
            : TestWorld.taken(to);
        q.world.after = () -> store.isFull = q.world.attempts.size() == 1;
        q.send(ANNA, "gone@remote.example");
        awaitNotice();
        assertTrue(notices().getFirst().message().contains("Subject: hello"), notices().toString());
        q.assertEmpty();
    }

    /** The settlement is offered again after a second. */
    private void awaitNotice() {
        for (int looks = 0; looks < 1_000 && notices().isEmpty(); looks++) q.pass(java.time.Duration.ofMillis(1));
        q.quiet();
    }
}
