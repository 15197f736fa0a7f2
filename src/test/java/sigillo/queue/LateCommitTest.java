package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.shred.TestShredder;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/**
 * A commit in doubt that comes when the next one does, as a Paxos round is finished by the next: nobody was told, and
 * what is due by it lies before where the queue has looked since.
 */
class LateCommitTest {
    private static final String ANNA = "anna@home.example";
    private static final String BOB = "bob@remote.example";

    private static final class Late extends ForwardingStore {
        private volatile boolean doubts;
        private volatile boolean isAway;
        private volatile Runnable untilTimeOut = () -> { };
        private Batch pending;

        Late() { super(new MemoryStore()); }

        /** The majority goes away in the middle of the next commit of an entry. Plain reads go on. */
        @Override protected synchronized CompletableFuture<Written> submit(Partition partition, Batch batch) {
            if (doubts && batch.writes().size() > 1) {
                doubts = false;
                untilTimeOut.run();
                isAway = true;
                pending = batch;
                return CompletableFuture.completedFuture(new Written.Unknown());
            }
            if (isAway) return CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "no majority"));
            if (pending != null) partition.apply(pending);
            pending = null;
            return partition.submit(batch);
        }
    }

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final Late store = new Late();
    private final TestQueue q = new TestQueue(store);

    @BeforeEach void start() throws IOException {
        q.sealedBy(TestQueueSeal.over(TestShredder.at(folder.resolve("queue.keys"), nanos))).start();
    }

    @AfterEach void close() { q.close(); }

    /** The queue rests for a second of real time when its store refuses. */
    private void await(BooleanSupplier what) {
        for (int looks = 0; looks < 2_000 && !what.getAsBoolean(); looks++) {
            q.queue.wake();
            LockSupport.parkNanos(5_000_000);
        }
        assertTrue(what.getAsBoolean());
    }

    /** While it waits for an answer the queue looks, and finds nothing. */
    private void inDoubt(Executable order) {
        q.quiet();
        store.untilTimeOut = () -> q.pass(Duration.ofSeconds(30));
        store.doubts = true;
        assertTrue(assertThrows(StoreException.class, order).mayBeKept());
        q.clock.pass(Duration.ofSeconds(30));
        q.queue.wake();
        store.isAway = false;
    }

    private void putInDoubt() { inDoubt(() -> q.send(ANNA, BOB)); }

    @Test void itIsSentAsSoonAsItIsThere() {
        putInDoubt();
        await(() -> q.world.deliveredTo(BOB).size() == 1);
        q.quiet();
        q.assertEmpty();
    }

    /** A destination has one row in the time index: where that lies too early, nobody there is called. */
    @Test void whatComesBehindItIsSentToo() {
        putInDoubt();
        q.send(ANNA, "carla@remote.example");
        await(() -> q.world.deliveredTo("carla@remote.example").size() == 1 && q.world.deliveredTo(BOB).size() == 1);
    }

    @Test void anOrderOfTheOperatorIsFollowedToo() {
        q.world.rule = _ -> TestWorld.unreachable();
        q.send(ANNA, BOB);
        q.quiet();
        q.world.rule = TestWorld::taken;
        inDoubt(() -> q.queue.desk().retry(new Selection.All()));
        await(() -> q.world.deliveredTo(BOB).size() == 1);
    }

    /** Nobody says that it was in doubt: the answer was lost together with the doubt. */
    @Test void whateverLiesBeforeWhereWasLookedIsFoundWithinMinutes() {
        q.queue.close();
        q.send(ANNA, BOB);
        q.start().quiet();
        assertEquals(1, q.world.deliveredTo(BOB).size());
        var rows = new QueueRows(store, q.seal, (_, _) -> { }, new EntryIds(q.clock, new java.util.Random(5)), new java.util.Random(6));
        long due = q.clock.millis() - 60_000;
        var remote = q.seal.destination("remote.example");
        rows.write(tx -> {
            tx.putDestination(remote, tx.destination(remote), DestinationRow.first(due));
            return null;
        });
        q.quiet();
        assertEquals(1, indexed(due), "it lies before where the queue looks");
        q.pass(QueueLimits.WHOLE_LOOK_EVERY);
        assertEquals(0, indexed(due));
    }

    private int indexed(long time) {
        var keys = new ArrayList<Bytes>();
        store.partition(QueueKeys.PARTITION).range(QueueKeys.from(QueueKeys.HEALTHY, time), QueueKeys.from(QueueKeys.HEALTHY, time + 1),
            false, (key, _) -> keys.add(key));
        return keys.size();
    }

    // ---- keys ----

    private void passAnHour() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        q.queue.tidy();
    }

    private KeyRow keyOf(long entry) { return view().key(entry).orElseThrow(); }

    private QueueView view() { return new QueueView(store.partition(QueueKeys.PARTITION), q.seal, 0); }

    /** What a commit in doubt has taken out has left like anything else. */
    @Test void theKeyOfWhatHasLeftInDoubtIsDestroyed() {
        q.world.rule = _ -> TestWorld.deferred("not yet");
        long id = q.send(ANNA, BOB).number();
        q.quiet();
        var key = keyOf(id);
        q.world.rule = TestWorld::taken;
        q.world.after = () -> store.doubts = true;
        q.clock.pass(Duration.ofHours(2));
        await(() -> store.isAway);
        store.isAway = false;
        await(() -> q.queue.counts().entries() == 0);
        q.quiet();
        passAnHour();
        assertThrows(Unreadable.class, () -> q.seal.open(id, key));
    }

    /** The key over one that came in by a commit in doubt is kept for it no longer than that is so. */
    @Test void theKeyOfWhatCameInByADoubtIsDestroyedToo() {
        q.world.rule = _ -> TestWorld.deferred("not yet");
        putInDoubt();
        await(() -> q.world.attempts.size() == 1);
        q.quiet();
        long id = QueueKeys.entryOf(first(QueueKeys.ENTRIES));
        var key = keyOf(id);
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(2));
        assertEquals(1, q.world.deliveredTo(BOB).size());
        passAnHour();
        assertThrows(Unreadable.class, () -> q.seal.open(id, key));
    }

    private Bytes first(Bytes prefix) {
        var keys = new ArrayList<Bytes>();
        store.partition(QueueKeys.PARTITION).range(prefix, prefix.afterPrefix(), false, (key, _) -> keys.add(key));
        return keys.getFirst();
    }
}
