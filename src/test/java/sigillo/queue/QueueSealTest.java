package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.shred.TestShredder;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.Recipient.Notify;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** What a thief of the store reads of what waits, what is left of what has left, and a file of keys of another time. */
class QueueSealTest {
    private static final String ANNA = "anna@home.example";

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryStore store = new MemoryStore();
    private TestQueue q = new TestQueue(store);

    @AfterEach void close() { q.close(); }

    private Path file() { return folder.resolve("queue.keys"); }

    private void start() throws IOException { q.sealedBy(TestQueueSeal.over(TestShredder.at(file(), nanos))).start(); }

    /** As a server starts: on what it finds. */
    private void restart() throws IOException {
        q.close();
        q.sealedBy(QueueSeal.open(folder, store, Randomness.secure(), q.noted())).start();
    }

    private void passHours(int hours) { nanos.addAndGet(Duration.ofHours(hours).toNanos()); }

    private static Outgoing outgoing(String to) {
        var wishes = new Recipient(Address.of(to), Set.of(Notify.FAILURE), Optional.of("rfc822;orcptcanary@old.example"));
        return TestQueue.outgoing(new Envelope(TestQueue.path("sendercanary@home.example"), List.of(wishes), Optional.of(Envelope.Ret.FULL),
            Optional.of("envidcanary"), Envelope.Body.SEVEN_BIT, false, Optional.empty()), "Subject: bodycanary\r\n\r\nHi.\r\n");
    }

    /** While it waits: deferred, with what the other side said; at a destination that is down; held; with a notification. */
    @Test void rowsNameNobody() throws IOException {
        start();
        q.world.rule = a -> switch (a.localPart()) {
            case "deferredcanary" -> TestWorld.deferred("replycanary");
            case "downcanary" -> new Outcome.Unreachable(sigillo.smtp.SmtpReply.of(421, "4.3.2", "answercanary"), "mx.peercanary.example");
            case "faultcanary" -> new Outcome.OurFault("whycanary");
            case "sendercanary" -> TestWorld.deferred("replycanary");
            default -> TestWorld.bounced("5.1.1", "replycanary");
        };
        for (var to : List.of("deferredcanary@slowcanary.example", "downcanary@deadcanary.example", "faultcanary@ourscanary.example", "bouncecanary@nocanary.example")) {
            q.send(outgoing(to));
            q.quiet();
        }
        q.queue.desk().hold(new Selection.To(sigillo.base.Domain.of("slowcanary.example")));
        assertEquals(4, q.queue.counts().entries(), "the notification waits too");
        assertEquals(List.of(), withCanary(store));
        assertTrue(q.queue.desk().list(Optional.empty(), 9).toString().contains("replycanary"), "its operator reads it");
    }

    private static List<String> withCanary(Store store) {
        var found = new java.util.ArrayList<String>();
        store.partition(QueueKeys.PARTITION).range(Bytes.utf8("A"), Bytes.utf8("z"), false, (key, value) -> {
            var row = latin1(key.unsafeArray()) + " = " + latin1(value);
            if (row.contains("canary") || row.contains("example")) found.add(row);
            return true;
        });
        store.blobs().ids(QueueKeys.BLOBS, id -> {
            if (latin1(octets(store.blobs().get(id))).contains("canary")) found.add("blob " + id);
        });
        return found;
    }

    private static String latin1(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }

    private static byte[] octets(Octets octets) {
        try {
            return octets.bytes(0, octets.length(), 1 << 20);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- what is damaged ----

    @Test void aKeyThatIsNoneHoldsItsMessageAndNoOther() throws IOException {
        start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        var damaged = q.send(ANNA, "bob@one.example").number();
        q.send(ANNA, "eve@two.example");
        q.quiet();
        new Transactions(store.partition(QueueKeys.PARTITION)).write(tx -> {
            tx.put(QueueKeys.keyOf(damaged), new byte[] {99});
            tx.put(QueueKeys.ALIVE, new byte[] {99});
            return null;
        });
        q.world.rule = TestWorld::taken;
        restart();
        q.pass(Duration.ofHours(2));
        assertEquals(1, q.world.deliveredTo("eve@two.example").size());
        assertEquals(0, q.world.deliveredTo("bob@one.example").size());
        assertEquals(1, q.queue.counts().entries());
        q.queue.tidy();
        assertEquals(1, q.seal.lacking(store), "it would come back from no backup");
    }

    // ---- the end of a key ----

    /** As RocksDB after a sync that failed: its log has the batch, which a restart shows, and nothing more is written. */
    private static final class Failing extends ForwardingStore {
        private boolean isToFail;
        private Optional<Batch> log = Optional.empty();

        Failing(Store inner) { super(inner); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            boolean failsNow = isToFail && log.isEmpty() && batch.writes().size() > 1;
            if (!failsNow && log.isEmpty()) return partition.submit(batch);
            if (failsNow) log = Optional.of(batch);
            return CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "the sync failed", failsNow));
        }

        void restart() { assertInstanceOf(Written.Applied.class, inner.partition(QueueKeys.PARTITION).apply(log.orElseThrow())); }
    }

    @Test void theKeyOfWhatARestartMayShowIsThereThen() throws IOException {
        var failing = new Failing(store);
        q = new TestQueue(failing);
        start();
        q.send(outgoing("bob@remote.example"));
        q.quiet(); // it has left, so that the key over it is to be destroyed
        failing.isToFail = true;
        assertThrows(StoreException.class, () -> q.send(outgoing("carla@remote.example")));
        for (int times = 0; times < 3; times++) {
            passHours(2);
            try {
                q.queue.tidy();
            } catch (StoreException refused) { // its keys stay then
            }
        }
        q.close();
        failing.restart();
        q = new TestQueue(store).sealedBy(QueueSeal.open(folder, store, Randomness.secure(), q.noted())).start();
        q.quiet();
        assertEquals(1, q.world.deliveredTo("carla@remote.example").size());
    }

    /** A store keeps what was deleted: this is what it had, with the file of keys as it is now. */
    @Test void whatHasLeftIsGoneAndWhatIsHeldIsNot() throws IOException {
        start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        var left = q.send(ANNA, "bob@remote.example").number();
        var held = q.send(ANNA, "eve@remote.example").number();
        q.quiet();
        q.queue.desk().hold(new Selection.One(QueueId.of(held)));
        var rows = new QueueRows(store, q.seal, (_, _) -> { }, new EntryIds(q.clock, new java.util.Random(5)), new java.util.Random(6));
        var key = rows.view().key(left).orElseThrow();
        var entry = rows.view().entry(left).orElseThrow();
        var message = octets(store.blobs().get(entry.blob()));
        try (var before = q.seal.open(left, key)) {
            assertEquals(TestQueue.MESSAGE, latin1(octets(before.open(entry.blob(), Octets.of(message)))));
        }
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(2));
        assertEquals(1, q.queue.counts().entries());
        q.queue.tidy();
        q.seal.open(left, key).close(); // its hour is not over yet
        passHours(1);
        q.queue.tidy();
        assertThrows(Unreadable.class, () -> q.seal.open(left, key));
        assertEquals(TestQueue.MESSAGE, latin1(octets(rows.message(held, rows.view().entry(held).orElseThrow()))));
        for (int hour = 0; hour < 100; hour++) { // a held one does not keep the others' keys
            q.send(ANNA, "bob@remote.example");
            q.quiet();
            passHours(1);
            q.queue.tidy();
        }
        assertTrue(Files.size(file()) <= 64 * 64, Files.size(file()) + " octets");
        q.queue.desk().release(new Selection.All());
        q.quiet();
        assertEquals(1, q.world.deliveredTo("eve@remote.example").size());
    }

    /** In pages, while mail comes and goes. */
    @Test void thousandsAreWrappedAnew() throws Exception {
        start();
        q.world.rule = a -> a.localPart().startsWith("stay") ? TestWorld.deferred("not yet") : TestWorld.taken(a);
        for (int i = 0; i < 2 * QueueLimits.KEYS_OF_A_COMMIT + 7; i++) q.send(ANNA, "stay" + i + "@remote.example");
        q.quiet();
        q.send(ANNA, "go@remote.example");
        q.quiet();
        passHours(1);
        var meanwhile = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 100; i++) q.send(ANNA, "stay-too" + i + "@remote.example");
        });
        q.queue.tidy();
        meanwhile.join();
        passHours(1);
        q.queue.tidy();
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(3), Duration.ofMinutes(30));
        q.assertEmpty();
        assertEquals(Set.of(), q.alarms.keySet());
    }

    // ---- a file of another time ----

    @Test void aMissingFileStopsTheStart() throws IOException {
        waiting("bob@remote.example");
        var keys = Files.readAllBytes(file());
        Files.delete(file());
        var refused = assertThrows(IOException.class, this::restart);
        assertTrue(refused.getMessage().contains("bring it back"), refused.getMessage());
        assertFalse(Files.exists(file()), "nothing was made in its place");
        Files.write(file(), keys);
        goesOut("bob@remote.example");
    }

    @Test void aFileOfAnotherTimeStopsTheStart() throws IOException {
        start();
        q.send(ANNA, "earlier@remote.example");
        q.quiet();
        var older = Files.readAllBytes(file());
        restart();
        q.queue.tidy();
        waiting("bob@remote.example");
        var keys = Files.readAllBytes(file());
        Files.write(file(), older);
        var refused = assertThrows(IOException.class, this::restart);
        assertTrue(refused.getMessage().contains("does not fit the queue: it has the key of none of the 1 messages"), refused.getMessage());
        Files.write(file(), keys);
        goesOut("bob@remote.example");
    }

    @Test void anEmptyFileGivesUpWhatWaitsUntilTheRightOneIsBack() throws IOException {
        waiting("bob@remote.example");
        var keys = Files.readAllBytes(file());
        Files.write(file(), new byte[0]);
        for (int i = 0; i < 2; i++) {
            restart();
            q.pass(Duration.ofHours(3));
            assertEquals(1, q.queue.counts().held());
            assertEquals(1, q.alarms.size(), q.alarms.toString());
            q.alarms.clear();
            q.queue.desk().release(new Selection.All());
        }
        q.pass(Duration.ofHours(3));
        assertTrue(q.queue.desk().list(Optional.empty(), 9).toString().contains(QueueEntry.NOT_OPENED));
        q.world.rule = TestWorld::taken;
        q.send(ANNA, "fresh@remote.example");
        q.quiet();
        assertEquals(1, q.world.deliveredTo("fresh@remote.example").size());
        q.close();
        Files.write(file(), keys);
        restart();
        q.queue.desk().release(new Selection.All());
        goesOut("bob@remote.example");
    }

    @Test void whatDoesNotOpenCanBeHeldAndDropped() throws IOException {
        waiting("bob@remote.example");
        Files.write(file(), new byte[0]);
        restart();
        assertEquals(0, q.queue.desk().drop(new Selection.To(sigillo.base.Domain.of("remote.example"))), "nobody knows");
        assertEquals(1, q.queue.desk().hold(new Selection.All()));
        assertEquals(1, q.queue.desk().drop(new Selection.All()));
        q.pass(Duration.ofHours(3));
        q.assertEmpty();
    }

    /** Its time runs out while it cannot be read: nobody is told, it is held. */
    @Test void whatDoesNotOpenIsHeldAtItsEnd() throws IOException {
        start();
        q.world.rule = _ -> TestWorld.unreachable();
        var id = q.send(ANNA, "bob@remote.example");
        q.quiet();
        var key = QueueKeys.keyOf(id.number());
        new sigillo.store.Transactions(store.partition(QueueKeys.PARTITION)).write(Batch.Lane.PROMPT, tx -> {
            var row = tx.get(key).orElseThrow();
            row[40] ^= 1;
            tx.put(key, row);
            return null;
        });
        q.crash();
        q.pass(Duration.ofDays(6), Duration.ofHours(6));
        assertEquals(1, q.queue.counts().held());
        assertTrue(q.alarms.containsKey("queue/entry/" + id), q.alarms.toString());
    }

    private void waiting(String to) throws IOException {
        if (q.queue == null) start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        q.send(ANNA, to);
        q.quiet();
        q.queue.desk().drop(new Selection.One(q.queue.desk().list(Optional.empty(), 9).stream().filter(e -> e.recipients().getFirst().address().startsWith("earlier"))
            .findFirst().flatMap(e -> QueueId.parse(e.id())).orElse(new QueueId("Q0"))));
        q.close();
    }

    private void goesOut(String to) throws IOException {
        restart();
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(3));
        assertEquals(1, q.world.deliveredTo(to).size(), () -> q.queue.desk().list(Optional.empty(), 9) + " " + q.alarms);
    }
}
