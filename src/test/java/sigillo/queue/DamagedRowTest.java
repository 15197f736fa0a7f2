package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.DynamicTest;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.store.Batch;
import sigillo.store.memory.MemoryStore;

/** One row of the queue is damaged: what else waits goes on, nothing is lost without a word, and its operator has tools. */
class DamagedRowTest {
    private static final String ANNA = "anna@home.example";
    private static final String BOB = "bob@remote.example";
    private static final String CARLA = "carla@remote.example";

    private final MemoryStore store = new MemoryStore();
    private final TestQueue q = new TestQueue(store).start();

    @AfterEach void close() { q.close(); }

    private void damage(Bytes key) { write(new Batch.Write.Put(key, new byte[] {9, 9})); }

    private void write(Batch.Write write) {
        var partition = store.partition(QueueKeys.PARTITION);
        for (boolean isIn = false; !isIn; ) isIn = partition.apply(new Batch(partition.revision(), UUID.randomUUID(), Batch.Lane.PROMPT,
            List.of(write))) instanceof sigillo.store.Written.Applied;
    }

    /** Of bob and carla, in the order of their rows; nobody looks at it yet. */
    private QueueId waiting() {
        q.queue.close();
        return q.send(ANNA, BOB, CARLA);
    }

    private static Bytes bob(QueueId id) { return QueueKeys.recipient(new RecipientKey(id.number(), 0)); }

    private QueueEntry shown(QueueId id) { return q.queue.desk().find(id).orElseThrow(); }

    private boolean isAlarmed(QueueId id) { return q.alarms.containsKey(Settler.entryAlarm(id.number())); }

    // ---- what waits ----

    @Test void whoIsBesideADamagedOneIsSentToAndTheAlarmComesAgain() {
        var id = waiting();
        damage(bob(id));
        q.crash().quiet();
        assertEquals(1, q.world.deliveredTo(CARLA).size());
        for (int start = 0; start < 2; start++) {
            assertTrue(isAlarmed(id), q.alarms.toString());
            assertEquals(new QueueCounts(1, 1, 1, TestQueue.MESSAGE.length()), q.queue.counts());
            assertEquals(List.of(QueueEntry.NOT_OPENED), shown(id).recipients().stream().map(QueueEntry.Waiting::address).toList());
            q.alarms.clear();
            q.crash().quiet();
        }
        q.queue.desk().release(new Selection.All());
        q.quiet();
        assertTrue(isAlarmed(id) && shown(id).recipients().getFirst().held(), "it cannot be sent, and is put aside again");
        assertEquals(1, q.queue.desk().drop(new Selection.One(id)));
        assertFree();
    }

    private void assertFree() {
        assertEquals(0, q.alarms.size(), q.alarms.toString());
        q.crash();
        q.pass(Duration.ofDays(6), Duration.ofHours(4)); // index rows that stand for nobody are come upon
        assertEquals(0, q.alarms.size(), q.alarms.toString());
        assertEquals(0, q.world.deliveredTo(ANNA).size());
        q.assertEmptyAfterACrash();
    }

    /** Behind a destination that is down nobody has a turn: then it is found when it is overdue. */
    @Test void oneThatIsOverdueIsPutAsideAndTheOthersAreGivenUp() {
        q.world.rule = to -> to.toString().equals(ANNA) ? TestWorld.taken(to) : TestWorld.unreachable();
        var id = q.send(ANNA, BOB, CARLA);
        q.quiet();
        damage(bob(id));
        q.clock.pass(Duration.ofDays(6));
        q.quiet();
        assertEquals(1, q.world.deliveredTo(ANNA).size(), "carla is given up");
        assertTrue(q.world.deliveredTo(ANNA).getFirst().message().contains(CARLA));
        assertTrue(isAlarmed(id), q.alarms.toString());
        assertEquals(1, q.queue.counts().held());
        int rows = q.rows();
        q.pass(Duration.ofHours(1), Duration.ofMinutes(10));
        assertEquals(rows, q.rows());
    }

    /** What is sealed of one does not open: the others do. */
    @Test void oneThatDoesNotOpenKeepsNobodyElse() {
        var id = waiting();
        var row = new QueueView(store.partition(QueueKeys.PARTITION), q.seal, 0).recipient(new RecipientKey(id.number(), 0)).orElseThrow();
        write(new Batch.Write.Put(bob(id), row.saying(Bytes.wrap(new byte[60])).encode()));
        q.crash().quiet();
        assertEquals(1, q.world.deliveredTo(CARLA).size());
        assertEquals(1, q.queue.counts().held());
        assertTrue(isAlarmed(id), q.alarms.toString());
    }

    @Test void whatIsSharedIsDamaged() {
        var id = waiting();
        damage(QueueKeys.entry(id.number()));
        whatIsSharedIsNotThere(id, true);
    }

    @Test void whatIsSharedIsMissing() {
        var id = waiting();
        write(new Batch.Write.Delete(QueueKeys.entry(id.number())));
        whatIsSharedIsNotThere(id, false);
    }

    private void whatIsSharedIsNotThere(QueueId id, boolean isListed) {
        q.send(ANNA, "eve@remote.example");
        q.crash().quiet();
        assertEquals(1, q.world.deliveredTo("eve@remote.example").size(), "those behind it go on");
        assertEquals(2, q.queue.counts().held());
        assertTrue(isAlarmed(id), q.alarms.toString());
        assertEquals(isListed ? 1 : 0, q.queue.desk().list(Optional.empty(), 9).size());
        var shown = shown(id);
        assertEquals(QueueEntry.DAMAGED, shown.from());
        assertEquals(List.of(true, true), shown.recipients().stream().map(QueueEntry.Waiting::held).toList());
        assertEquals(2, q.queue.desk().drop(new Selection.One(id)));
        assertFree();
    }

    /** A bit that has changed may leave a row that looks sound. */
    @Test void oneThatSaysAnotherTimeIsTriedThen() {
        var id = waiting();
        var row = new QueueView(store.partition(QueueKeys.PARTITION), q.seal, 0).recipient(new RecipientKey(id.number(), 0)).orElseThrow();
        write(new Batch.Write.Put(bob(id), row.dueAt(row.due() + 1024).encode()));
        q.crash().quiet();
        assertEquals(0, q.world.deliveredTo(BOB).size());
        q.pass(Duration.ofSeconds(2));
        assertEquals(1, q.world.deliveredTo(BOB).size());
        q.assertEmpty();
    }

    // ---- orders ----

    @TestFactory Stream<DynamicTest> ordersPassItBy() {
        return Stream.of(true, false).map(isShared -> DynamicTest.dynamicTest(isShared ? "the entry" : "a recipient", () -> {
            var other = new DamagedRowTest();
            try {
                other.ordersPassBy(isShared);
            } finally {
                other.close();
            }
        }));
    }

    private void ordersPassBy(boolean isShared) {
        q.world.rule = _ -> TestWorld.deferred("not yet");
        var id = q.send(ANNA, BOB, CARLA);
        var sound = q.send(ANNA, "eve@other.example");
        q.quiet();
        damage(isShared ? QueueKeys.entry(id.number()) : bob(id));
        var desk = q.queue.desk();
        assertEquals(2, desk.list(Optional.empty(), 9).size());
        assertTrue(shown(id).toString().contains(QueueEntry.DAMAGED));
        assertEquals(isShared ? 1 : 2, desk.hold(new Selection.Submitter(ANNA)) - (isShared ? 0 : 1), "of whom it is");
        assertEquals(1, desk.release(new Selection.To(Domain.of("other.example"))));
        assertEquals(isShared ? 3 : 1, desk.hold(new Selection.All()));
        assertEquals(new QueueCounts(2, 3, 3, 2L * TestQueue.MESSAGE.length()), q.queue.counts());
        assertEquals(1, desk.drop(new Selection.One(sound)));
        assertEquals(2, desk.drop(new Selection.All()));
        assertFree();
    }

    // ---- counters ----

    @TestFactory Stream<DynamicTest> aCounterIsCountedAgain() {
        return Stream.of("all", "of its submitter").map(which -> DynamicTest.dynamicTest(which, () -> {
            var other = new DamagedRowTest();
            try {
                other.countedAgain(which.equals("all") ? QueueKeys.COUNTS : QueueKeys.submitter(other.q.seal.submitter(ANNA)));
            } finally {
                other.close();
            }
        }));
    }

    private void countedAgain(Bytes counter) {
        q.world.rule = to -> to.localPart().equals("bob") ? TestWorld.taken(to) : TestWorld.deferred("not yet");
        q.send(ANNA, CARLA, "dora@other.example");
        q.quiet();
        q.world.after = () -> {
            if (q.world.attempts.getLast().to().contains(BOB)) damage(counter);
        };
        q.send(ANNA, BOB);
        await(() -> q.queue.counts().entries() == 1);
        assertEquals(new QueueCounts(1, 2, 0, TestQueue.MESSAGE.length()), q.queue.counts());
        assertEquals(1, new QueueView(store.partition(QueueKeys.PARTITION), q.seal, 0).entriesOf(q.seal.submitter(ANNA)));
        q.crash().quiet();
        assertEquals(1, q.world.deliveredTo(BOB).size(), "it is not sent again");
        damage(counter);
        q.send(ANNA, BOB);
        q.quiet();
        assertEquals(new QueueCounts(1, 2, 0, TestQueue.MESSAGE.length()), q.queue.counts());
        damage(counter);
        q.queue.desk().drop(new Selection.All());
        q.pass(Duration.ofDays(1), Duration.ofHours(1));
        q.assertEmpty();
    }

    private void await(BooleanSupplier what) {
        for (int looks = 0; looks < 2_000 && !what.getAsBoolean(); looks++) LockSupport.parkNanos(2_000_000);
        assertTrue(what.getAsBoolean());
    }

    // ---- while it is tried ----

    /** What the other side has taken is not sent again, whatever became of its row meanwhile. */
    @Test void oneThatIsDamagedWhileItIsTried() {
        var id = new QueueId[1];
        q.world.rule = to -> to.equals(Address.of(BOB)) ? TestWorld.taken(to) : TestWorld.deferred("not yet");
        q.world.after = () -> {
            if (q.world.attempts.size() != 1) return;
            for (int number = 0; number < 2; number++) damage(QueueKeys.recipient(new RecipientKey(id[0].number(), number)));
        };
        id[0] = waiting();
        q.start().quiet();
        assertEquals(new QueueCounts(1, 1, 1, TestQueue.MESSAGE.length()), q.queue.counts(), "bob was served, carla is put aside");
        assertTrue(isAlarmed(id[0]), q.alarms.toString());
        q.crash().quiet();
        assertEquals(1, q.world.deliveredTo(BOB).size());
        q.queue.desk().drop(new Selection.One(id[0]));
        assertFree();
    }
}
