package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.BlobStore;
import sigillo.store.Damaged;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.Event;

/** The store fails, or an operator or the sweep comes, at the one moment at which mail could be lost, doubled or left behind. */
class WrongMomentTest {
    private static final String ANNA = "anna@home.example";
    private static final String BOB = "bob@remote.example";
    private static final String GONE = "gone@remote.example";

    private static final class Moody extends ForwardingStore {
        final AtomicInteger failingReads = new AtomicInteger();
        final AtomicInteger failingCommits = new AtomicInteger();
        /** After the next commit, so many reads go well and one does not. */
        final AtomicInteger goodReads = new AtomicInteger();
        volatile boolean failsNext;
        volatile boolean readsAreDamaged;
        volatile boolean isToFail;
        volatile Predicate<Bytes> blobFails = _ -> false;
        volatile Predicate<Bytes> damages = _ -> false;
        volatile Written answersOnce;
        volatile Runnable afterPut = () -> { };

        Moody() { super(new MemoryStore()); }

        @Override protected void beforeRead() {
            if (isToFail && goodReads.getAndDecrement() == 0) {
                isToFail = false;
                throw new StoreException("not now", null);
            }
            if (readsAreDamaged && !Thread.currentThread().isVirtual()) return; // those of an attempt
            if (failingReads.get() > 0 && failingReads.decrementAndGet() >= 0)
                throw readsAreDamaged ? new Damaged("a block is damaged", null) : new StoreException("not now", null);
        }

        /** What it answers once it has done, and others have committed since. */
        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            if (batch.writes().size() < 2) return partition.submit(batch); // fences; and that the queue is alive
            if (failingCommits.get() > 0 && failingCommits.decrementAndGet() >= 0)
                return CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "not now"));
            var answer = answersOnce;
            if (answer == null) {
                var written = partition.apply(batch);
                isToFail |= failsNext;
                failsNext = false;
                return CompletableFuture.completedFuture(written);
            }
            answersOnce = null;
            if (partition.apply(batch) instanceof Written.Applied(var revision))
                partition.apply(new Batch(revision, UUID.randomUUID(), Batch.Lane.PROMPT, List.of()));
            return CompletableFuture.completedFuture(answer);
        }

        @Override protected void put(Bytes blob, Octets octets) throws IOException {
            super.put(blob, octets);
            var then = afterPut;
            afterPut = () -> { };
            then.run();
        }

        @Override public BlobStore blobs() {
            var blobs = super.blobs();
            return new BlobStore() {
                @Override public void put(Bytes id, Octets octets) throws IOException { blobs.put(id, octets); }

                @Override public void sync() { blobs.sync(); }

                @Override public Octets get(Bytes id) {
                    if (blobFails.test(id)) throw new StoreException("not now", null);
                    if (damages.test(id)) throw new Damaged("a checksum does not match", null);
                    return blobs.get(id);
                }

                @Override public boolean has(Bytes id) { return blobs.has(id); }

                @Override public void delete(Bytes id) { blobs.delete(id); }

                @Override public void ids(Bytes prefix, Consumer<Bytes> visitor) { blobs.ids(prefix, visitor); }
            };
        }
    }

    private final Moody store = new Moody();
    private final TestQueue q = new TestQueue(store).start();

    private List<TestWorld.Mail> notices() { return q.world.deliveredTo(ANNA); }

    private static Outcome toGone(Address to) {
        return to.localPart().equals("gone") ? TestWorld.bounced("5.1.1", "No such mailbox") : TestWorld.taken(to);
    }

    /** What was refused is offered again after a second of real time. */
    private void await(BooleanSupplier what) {
        for (int looks = 0; looks < 2_000 && !what.getAsBoolean(); looks++) {
            q.clock.pass(Duration.ofMillis(100));
            q.queue.wake();
            LockSupport.parkNanos(5_000_000);
        }
        assertTrue(what.getAsBoolean());
    }

    // ---- the sweep ----

    @Test void theSweepLeavesAloneWhatIsJustBeingPutIn() {
        store.afterPut = () -> { // its id is older than what the sweep takes for old: the clock was put back
            q.clock.pass(Duration.ofHours(2));
            q.queue.sweep();
        };
        q.send(ANNA, BOB);
        q.quiet();
        assertEquals(List.of(TestQueue.MESSAGE), q.world.deliveredTo(BOB).stream().map(TestWorld.Mail::message).toList());
        q.assertEmpty();
    }

    @Test void theSweepLeavesAloneWhatCameInSinceItLooked() {
        q.world.rule = _ -> TestWorld.deferred("not yet");
        q.send(ANNA, BOB);
        q.quiet();
        q.clock.pass(Duration.ofHours(2));
        q.queue.sweep();
        assertEquals(1, q.blobs(), "an entry names it");
    }

    // ---- after the other side's answer ----

    @Test void anAnswerIsNotLostWhenTheStoreCannotBeReadThen() {
        q.world.after = () -> store.failingReads.set(1);
        q.send(ANNA, BOB);
        await(() -> q.blobs() == 0);
        q.quiet();
        assertEquals(1, q.world.deliveredTo(BOB).size(), "not sent again");
        q.assertEmpty();
    }

    /** What is damaged is so the next time too: it is put aside, and not kept in hand until a stop has it sent again. */
    @Test void anAnswerIsNotOfferedForEverToWhatIsDamaged() {
        store.readsAreDamaged = true;
        q.world.after = () -> store.failingReads.set(4); // destination, next claim, destination; the last is of the commit
        var id = q.send(ANNA, BOB);
        await(() -> q.alarms.containsKey(Settler.entryAlarm(id.number()))); // which is raised behind the commit
        assertEquals(1, q.queue.counts().held());
        assertTrue(q.alarms.get(Settler.entryAlarm(id.number())).contains("after it was tried"), q.alarms.toString());
        q.world.after = () -> { };
        q.crash().quiet();
        assertEquals(1, q.world.deliveredTo(BOB).size(), "not sent again");
    }

    @Test void oneNotificationHoweverOftenItIsRefused() {
        q.world.rule = WrongMomentTest::toGone;
        var most = new AtomicInteger();
        q.world.after = () -> {
            if (q.world.attempts.size() == 1) store.failingCommits.set(3);
        };
        q.send(ANNA, GONE);
        await(() -> {
            most.accumulateAndGet(q.blobs(), Math::max);
            return !notices().isEmpty();
        });
        q.quiet();
        assertTrue(most.get() <= 2, "blobs of the message and of one notification, not " + most);
        assertEquals(1, notices().size());
        assertTrue(notices().getFirst().message().contains("Subject: hello"));
        q.assertEmpty();
    }

    @Test void oneNotificationInDoubtIsToldOnceAndIsWhole() {
        q.world.rule = WrongMomentTest::toGone;
        q.world.after = () -> {
            if (q.world.attempts.size() == 1) store.answersOnce = new Written.Unknown();
        };
        q.send(ANNA, GONE);
        await(() -> !notices().isEmpty());
        assertEquals(1, notices().size());
        q.quiet();
        assertEquals(1, notices().size());
        assertEquals(0, q.told(Event.Kind.HELD), "its message is there");
        q.assertEmptyAfterACrash();
    }

    @Test void whatWasNotBegunLeavesNothing() {
        store.failingCommits.set(1);
        assertThrows(StoreException.class, () -> q.send(ANNA, BOB));
        assertEquals(0, q.blobs());
    }

    /** RocksDB's log may have it although the sync failed: a restart shows it. */
    @Test void whatWasBegunKeepsItsMessage() {
        q.queue.close(); // no more writes until a restart
        store.answersOnce = new Written.Refused(Written.Cause.FAILED, "the sync failed", true);
        assertThrows(StoreException.class, () -> q.send(ANNA, BOB));
        assertEquals(1, q.blobs());
        q.crash();
        q.quiet();
        assertEquals(List.of(TestQueue.MESSAGE), q.world.deliveredTo(BOB).stream().map(TestWorld.Mail::message).toList());
    }

    @Test void anAttemptInDoubtCountsOnce() {
        q.world.rule = _ -> TestWorld.unreachable();
        q.world.after = () -> store.answersOnce = q.world.attempts.size() == 1 ? new Written.Unknown() : null;
        var id = q.send(ANNA, BOB);
        var destination = q.seal.destination("remote.example");
        await(() -> store.answersOnce == null && failures(destination) > 0 && q.alarms.isEmpty());
        assertEquals(1, failures(destination));
        assertEquals(1, q.queue.desk().find(id).orElseThrow().recipients().getFirst().attempts());
    }

    private int failures(Bytes destination) {
        return new QueueView(store.partition(QueueKeys.PARTITION), q.seal, 0).destination(destination).map(DestinationRow::failures).orElse(0);
    }

    // ---- messages that cannot be read ----

    @Test void aReadThatFailsForAWhileDoesNotShortenANotification() {
        q.world.rule = WrongMomentTest::toGone;
        q.world.after = () -> store.blobFails = q.world.attempts.size() == 1 ? _ -> true : _ -> false;
        q.send(ANNA, GONE);
        await(() -> !q.alarms.isEmpty());
        store.blobFails = _ -> false;
        await(() -> !notices().isEmpty());
        q.quiet();
        assertTrue(notices().getFirst().message().contains("Subject: hello"), notices().toString());
        q.assertEmpty();
    }

    @Test void aReadThatFailsForGoodKeepsNobodyFromBeingTold() {
        q.world.rule = WrongMomentTest::toGone;
        q.world.after = () -> store.blobFails = _ -> true;
        q.send(ANNA, GONE);
        await(() -> !q.alarms.isEmpty());
        q.clock.pass(QueueLimits.READ_PATIENCE);
        await(() -> q.queue.counts().recipients() == 1 && q.told(Event.Kind.NOTIFIED) == 1);
        store.blobFails = _ -> false;
        await(() -> !notices().isEmpty());
        assertFalse(notices().getFirst().message().contains("Subject: hello"), notices().toString());
        assertTrue(notices().getFirst().message().contains("5.1.1"), notices().toString());
    }

    // ---- giving up ----

    @Test void whoWasDroppedWhileANotificationWasWrittenIsNotToldOf() {
        q.world.rule = to -> to.toString().equals(ANNA) ? TestWorld.taken(to) : TestWorld.deferred("not yet");
        var id = q.send(ANNA, BOB);
        q.quiet();
        store.afterPut = () -> q.queue.desk().drop(new Selection.One(id));
        q.clock.pass(Duration.ofDays(6));
        q.quiet();
        q.pass(Duration.ofHours(1), Duration.ofMinutes(1));
        assertEquals(0, notices().size(), notices().toString());
        assertEquals(0, q.told(Event.Kind.BOUNCED));
        q.assertEmpty();
    }

    @Test void whoWasHeldMeanwhileStaysHeldAndIsNotToldOf() {
        q.world.rule = to -> to.toString().equals(ANNA) ? TestWorld.taken(to) : TestWorld.deferred("not yet");
        var id = q.send(ANNA, BOB);
        q.quiet();
        store.afterPut = () -> q.queue.desk().hold(new Selection.One(id));
        q.clock.pass(Duration.ofDays(6));
        q.quiet();
        assertEquals(0, notices().size(), notices().toString());
        assertTrue(q.queue.desk().find(id).orElseThrow().recipients().getFirst().held());
        assertEquals(1, q.blobs(), "the notification's went");
    }

    @Test void givingUpInDoubtIsToldOnce() {
        q.world.rule = to -> to.toString().equals(ANNA) ? TestWorld.taken(to) : TestWorld.deferred("not yet");
        q.send(ANNA, BOB);
        q.quiet();
        store.afterPut = () -> store.answersOnce = new Written.Unknown();
        q.clock.pass(Duration.ofDays(6));
        q.quiet();
        q.pass(Duration.ofHours(1), Duration.ofMinutes(1));
        assertEquals(1, notices().size(), notices().toString());
        q.assertEmptyAfterACrash();
    }

    /** What is overdue and cannot be read keeps neither the others from being given up nor mail from going out. */
    @Test void oneThatCannotBeReadHoldsUpNothing() {
        q.world.rule = to -> to.localPart().equals("gone") ? TestWorld.deferred("not yet") : TestWorld.taken(to);
        q.send(ANNA, GONE);
        q.quiet();
        var lost = blobs();
        store.blobFails = lost::contains;
        q.clock.pass(q.settings.schedule().noticeAfter().plusMinutes(1));
        q.send(ANNA, BOB);
        await(() -> !q.world.deliveredTo(BOB).isEmpty());
        assertEquals(0, notices().size());
        store.blobFails = _ -> false;
        await(() -> !notices().isEmpty());
        assertTrue(notices().getFirst().message().contains("Subject: hello"), notices().toString());
    }

    /** A look that fails must leave what is due where the next one finds it. */
    @Test void aLookThatFailsLosesNothingThatIsDue() {
        for (int good = 0; good < 4; good++) {
            q.quiet();
            store.goodReads.set(good);
            store.failsNext = true;
            int before = q.world.deliveredTo(BOB).size();
            q.send(ANNA, BOB);
            await(() -> q.world.deliveredTo(BOB).size() == before + 1);
        }
        q.quiet();
        q.assertEmpty();
    }

    @Test void aDamagedMessageIsHeldAndTheOthersGo() {
        q.world.rule = to -> to.localPart().equals("gone") ? TestWorld.deferred("not yet") : TestWorld.taken(to);
        var id = q.send(ANNA, GONE);
        q.quiet();
        var damaged = blobs();
        store.damages = damaged::contains;
        q.send(ANNA, BOB);
        q.clock.pass(Duration.ofMinutes(30));
        await(() -> !q.world.deliveredTo(BOB).isEmpty() && q.told(Event.Kind.HELD) == 1);
        assertTrue(q.queue.desk().find(id).orElseThrow().recipients().getFirst().held());
        assertTrue(q.alarms.containsKey(Settler.entryAlarm(id.number())), q.alarms.toString());
    }

    private List<Bytes> blobs() {
        var ids = new ArrayList<Bytes>();
        store.blobs().ids(QueueKeys.BLOBS, ids::add);
        return ids;
    }
}
