package sigillo.shred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** Servers of a cluster: each opens what any has wrapped, and what is destroyed is destroyed by all. */
class AgreementTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(20);
    @TempDir Path folder;
    private final MemoryStore store = new MemoryStore();
    private final AtomicLong nanos = new AtomicLong();
    private final Set<Bytes> living = ConcurrentHashMap.newKeySet();
    private final Map<String, String> alarms = new TreeMap<>();
    private final Kept kept = new Kept();
    private final List<Server> servers = new ArrayList<>();
    private int lives;
    private boolean mayGiveUp;

    private static Secret host() { return Secret.take(new byte[Secret.OCTETS]); }

    private static Bytes name(int number) {
        var name = new byte[16];
        name[0] = (byte) number;
        return Bytes.wrap(name);
    }

    /** What all of them keep: rows of a store. */
    private static final class Kept implements ShredKeys.Keeper {
        final Map<Long, Wrapped> rows = new TreeMap<>();

        @Override public boolean rewrap(Set<Long> old, ShredKeys.Lease lease) {
            for (var row : rows.entrySet()) {
                if (!old.contains(row.getValue().under())) continue;
                try {
                    row.setValue(lease.rewrap(purpose(row.getKey()), row.getValue()));
                } catch (Gone | SealBroken never) {
                    throw new AssertionError(never);
                }
            }
            return true;
        }
    }

    private static Purpose purpose(long number) { return new Purpose(Purpose.Use.ENTRY, 0, 0, number); }

    private final class Server implements AutoCloseable {
        final Bytes member;
        final Bytes life;
        Shredder shredder;

        Server(int number) throws IOException {
            member = name(number);
            life = name(100 + ++lives);
            living.add(life);
            var others = List.copyOf(servers);
            var isOpen = new AtomicBoolean();
            var beside = Thread.ofPlatform().start(() -> { // they hear of it, as they do of all that is committed
                while (!isOpen.get()) {
                    others.forEach(other -> other.shredder.changedElsewhere());
                    LockSupport.parkNanos(1_000_000);
                }
            });
            try {
                shredder = open(number);
                servers.add(this);
            } catch (IOException refused) {
                living.remove(life);
                throw refused;
            } finally {
                isOpen.set(true);
                join(beside);
            }
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private Shredder open(int number) throws IOException {
            Files.createDirectories(file(number).getParent());
            var sharing = new Sharing(store, member, life, living::contains, host());
            return Shredder.openShared(file(number), sharing, mayGiveUp, SOON, Duration.ZERO, nanos::get, Randomness.secure(), new Alarms() {
                @Override public void raise(String key, String sentence) { alarms.put(key, sentence); }

                @Override public void clear(String key) { alarms.remove(key); }
            });
        }

        ShredKeys keys() { return shredder.keys(Use.QUEUE); }

        void tidy() throws IOException { keys().tidy(kept); }

        void put(long number) throws IOException {
            try (var lease = keys().lease(); var key = Secret.random(Randomness.secure())) {
                kept.rows.put(number, lease.wrap(purpose(number), key));
            }
        }

        boolean opens(long number) { return opens(number, kept.rows.get(number)); }

        boolean opens(long number, Wrapped row) {
            try (var _ = keys().unwrap(purpose(number), row)) {
                return true;
            } catch (Gone gone) {
                return false;
            } catch (SealBroken never) {
                throw new AssertionError(never);
            }
        }

        /** As a kill does. */
        @Override public void close() {
            shredder.close();
            living.remove(life);
            servers.remove(this);
        }
    }

    private Path file(int number) { return folder.resolve(number + "/queue.keys"); }

    @AfterEach void end() { List.copyOf(servers).forEach(Server::close); }

    /** Each says what it heard, as often as it takes. */
    private void tidyAll() throws IOException {
        for (int i = 0; i < 4; i++) for (var server : servers) server.tidy();
    }

    private void anHourLater() throws IOException {
        nanos.addAndGet(HOUR.toNanos() + 1);
        tidyAll();
    }

    @Test void eachOpensWhatAnyHasWrapped() throws IOException {
        var one = new Server(1);
        one.put(1);
        var two = new Server(2); // begins with no file at all
        assertTrue(two.opens(1));
        two.put(2);
        assertTrue(one.opens(2));
        anHourLater();
        assertTrue(one.opens(1) && one.opens(2) && two.opens(1) && two.opens(2));
        one.put(3);
        assertTrue(two.opens(3));
    }

    /** A message that was deleted at one is unreadable with what both have from then on. */
    @Test void whatIsDeletedAtOneIsGoneAtAll() throws Exception {
        var one = new Server(1);
        var two = new Server(2);
        for (var at : List.of(one, two)) {
            at.put(1);
            at.put(2);
            anHourLater();
            var before = kept.rows.remove(1L);
            assertTrue(one.opens(1, before) && two.opens(1, before));
            at.keys().spoil();
            anHourLater();
            assertFalse(one.opens(1, before));
            assertFalse(two.opens(1, before));
            assertTrue(one.opens(2) && two.opens(2));
            for (int number : List.of(1, 2)) assertGone(file(number), before, 1);
        }
    }

    /** With a copy of the file, and all that the store ever had. */
    private void assertGone(Path file, Wrapped row, long number) throws Exception {
        try (var thief = Shredder.of(Files.readAllBytes(file), Randomness.secure(), null)) {
            assertThrows(Gone.class, () -> thief.keys(Use.QUEUE).unwrap(purpose(number), row));
        }
    }

    /** What was on its way to another server opens with nothing that this has afterwards. */
    @Test void whatWasGivenIsGoneToo() throws Exception {
        var one = new Server(1);
        var two = new Server(2);
        one.put(1);
        assertTrue(two.opens(1));
        var rows = new AgreedRows(new Sharing(store, name(9), name(9), _ -> true, host()), "queue.keys");
        one.put(2);
        one.keys().spoil();
        var given = new ArrayList<AgreedRows.Given>();
        nanos.addAndGet(HOUR.toNanos() + 1);
        one.tidy(); // makes the next one
        given.addAll(rows.read().given);
        assertEquals(1, given.size());
        try (var before = new KeyFile(Files.readAllBytes(file(2)))) {
            assertTrue(opens(before, given.getFirst()), "as long as it is on its way");
        }
        tidyAll();
        assertEquals(List.of(), rows.read().given);
        try (var after = new KeyFile(Files.readAllBytes(file(2)))) {
            assertFalse(opens(after, given.getFirst()));
            assertEquals(1, after.pairs().size());
        }
    }

    private static boolean opens(KeyFile file, AgreedRows.Given given) {
        var seed = file.pairs().get(given.pair());
        if (seed == null) return false;
        var purpose = new Purpose(Purpose.Use.SHRED, java.nio.ByteBuffer.wrap(given.member().unsafeArray()).getLong(),
            given.use(), given.number());
        try (var _ = SealedKey.open(seed, purpose, given.sealed().unsafeArray())) {
            return true;
        } catch (SealBroken other) {
            return false;
        }
    }

    @Test void whoWasOffCatchesUpBeforeItServes() throws Exception {
        var one = new Server(1);
        var two = new Server(2);
        one.put(1);
        one.put(2);
        two.close();
        var before = kept.rows.remove(1L);
        one.keys().spoil();
        anHourLater();
        one.put(3);
        one.keys().spoil();
        anHourLater();
        assertFalse(one.opens(1, before));
        one.close(); // nobody is there to give it anything
        var again = new Server(2);
        assertFalse(again.opens(1, before));
        assertTrue(again.opens(2) && again.opens(3));
        assertGone(file(2), before, 1);
    }

    /** A key is not destroyed while one that lives may still wrap under it, nor while it is in hand. */
    @Test void whoLivesIsWaitedFor() throws IOException {
        var one = new Server(1);
        var two = new Server(2);
        try (var _ = two.keys().lease()) {
            one.put(1);
            one.keys().spoil();
            anHourLater();
            two.put(5); // under the next one
            for (int hours = 0; hours < 8; hours++) one.tidy();
            assertTrue(alarms.containsKey("shredding waits/QUEUE"), alarms::toString);
        }
        long old = numbers(one).size();
        assertEquals(2, old);
        tidyAll();
        assertEquals(1, numbers(one).size());
        assertEquals(numbers(one), numbers(two));
        assertTrue(one.opens(1) && two.opens(5));
        assertFalse(alarms.containsKey("shredding waits/QUEUE"), alarms::toString);
    }

    private static Set<Long> numbers(Server server) { return server.keys().numbers(); }

    /** What the store has for a backup is opened by what the file has, until that is made. */
    @Test void aPauseKeepsWhatOthersDestroy() throws Exception {
        var one = new Server(1);
        var two = new Server(2);
        one.put(1);
        var before = kept.rows.get(1L);
        try (var _ = two.shredder.pause()) {
            one.keys().spoil();
            anHourLater();
            assertFalse(one.opens(1, before));
            assertTrue(two.opens(1, before));
        }
        tidyAll();
        assertFalse(two.opens(1, before));
    }

    /** A file that was copied some time ago has keys that were destroyed since: they go again. */
    @Test void anOldCopyLosesWhatWasDestroyed() throws Exception {
        var one = new Server(1);
        one.put(1);
        Files.createDirectories(file(2).getParent());
        Files.copy(file(1), file(2));
        var before = kept.rows.remove(1L);
        one.put(2);
        one.keys().spoil();
        anHourLater();
        assertFalse(one.opens(1, before));
        var two = new Server(2);
        assertTrue(two.opens(2));
        anHourLater();
        assertFalse(two.opens(1, before));
        assertFalse(one.opens(1, before));
        assertTrue(one.opens(2) && two.opens(2));
        assertEquals(1, numbers(two).size());
    }

    /** One that was begun with a file of another time takes from nobody what is in use. */
    @Test void whoBeginsWithAnOldFileDestroysNothing() throws Exception {
        try (var own = TestShredder.at(file(3, true), nanos)) { // from before servers agreed
            try (var lease = own.keys(Use.QUEUE).lease(); var key = Secret.random(Randomness.secure())) {
                kept.rows.put(1L, lease.wrap(purpose(1), key));
            }
            Files.createDirectories(file(2).getParent());
            Files.copy(file(3), file(2));
            own.keys(Use.QUEUE).spoil();
            nanos.addAndGet(HOUR.toNanos() + 1);
            own.keys(Use.QUEUE).tidy(kept);
        }
        var old = new Server(2);
        assertFalse(old.opens(1));
        var right = new Server(3);
        assertTrue(right.opens(1));
        tidyAll();
        assertTrue(right.opens(1) && old.opens(1));
        anHourLater();
        assertTrue(right.opens(1) && old.opens(1));
    }

    private Path file(int number, boolean make) throws IOException {
        if (make) Files.createDirectories(file(number).getParent());
        return file(number);
    }

    @Test void whoHasNoKeysAndFindsNobodyIsNotStarted() throws Exception {
        var one = new Server(1);
        one.put(1);
        one.close();
        var refused = assertThrows(IOException.class, () -> new Server(2));
        assertTrue(refused.getMessage().contains("lacks 1 keys of the cluster"), refused.getMessage());
        assertTrue(new Server(1).opens(1));
    }

    @Test void anotherFileIsRefused() throws Exception {
        new Server(1).put(1);
        TestShredder.at(file(2, true), nanos).close();
        var refused = assertThrows(IOException.class, () -> new Server(2));
        assertTrue(refused.getMessage().contains("queue.keys is another than the one with which this cluster is served"),
            refused.getMessage());
    }

    /** Whoever can write to the store takes rows away, puts others in, or puts former ones back: no key goes for it. */
    @Test void whoWritesToTheStoreDestroysNothing() throws Exception {
        var one = new Server(1);
        var two = new Server(2);
        one.put(1);
        tidyAll();
        var former = all();
        one.keys().spoil();
        anHourLater();
        var rows = new AgreedRows(new Sharing(store, name(1), name(1), _ -> true, host()), "queue.keys");
        change(Map.of(rows.turn(Use.QUEUE), former.get(rows.turn(Use.QUEUE))));
        tidyAll();
        assertTrue(one.opens(1) && two.opens(1));
        assertTrue(alarms.get("shredding/QUEUE").contains("was put back"), alarms::toString);
        one.close();
        one = new Server(1);
        assertTrue(one.opens(1), "nor at a start");
        var none = new TreeMap<Bytes, byte[]>();
        all().keySet().forEach(key -> none.put(key, null));
        change(none);
        anHourLater();
        assertTrue(one.opens(1) && two.opens(1), "all gone");
        change(Map.of(rows.turn(Use.QUEUE), new byte[40], rows.member(name(7)), new byte[60]));
        anHourLater();
        assertTrue(one.opens(1) && two.opens(1), "forged");
        two.put(2);
        assertTrue(one.opens(2));
    }

    private Map<Bytes, byte[]> all() {
        var all = new TreeMap<Bytes, byte[]>();
        var prefix = Bytes.utf8("queue.keys/");
        store.partition(Sharing.PARTITION).range(prefix, prefix.afterPrefix(), false, (key, row) -> all.put(key, row) == null);
        return all;
    }

    private void change(Map<Bytes, byte[]> rows) {
        new Transactions(store.partition(Sharing.PARTITION)).write(tx -> {
            rows.forEach((key, row) -> {
                if (row == null) tx.delete(key);
                else tx.put(key, row);
            });
            return null;
        });
    }

    /** An empty file says so: what nobody has is given up, and what others have is not. */
    @Test void whatNobodyHasMayBeGivenUp() throws Exception {
        var one = new Server(1);
        one.put(1);
        Files.createDirectories(file(2).getParent());
        Files.createFile(file(2));
        var two = new Server(2);
        assertTrue(two.opens(1));
        one.close();
        two.close();
        Files.write(file(2), new byte[0]);
        assertThrows(IOException.class, () -> new Server(2));
        Files.write(file(2), new byte[0]);
        mayGiveUp = true;
        var again = new Server(2);
        assertTrue(again.shredder.hasGivenUp());
        assertFalse(again.opens(1));
        again.put(2);
        assertTrue(again.opens(2));
    }

    /** What is kept stays readable whatever happens, and one turn later the files are the same. */
    @Test void anyOrderWillDo() throws Exception {
        var random = new java.util.Random(7);
        var there = new TreeMap<Integer, Server>();
        there.put(1, new Server(1));
        for (int i = 0; i < 400; i++) {
            int number = 1 + random.nextInt(3);
            var server = Optional.ofNullable(there.get(number));
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (server.isEmpty()) there.put(number, new Server(number));
                    else if (there.size() > 1) there.remove(number).close();
                }
                case 1 -> nanos.addAndGet(HOUR.toNanos() / 2);
                case 2, 3 -> { if (server.isPresent()) server.get().put(random.nextInt(20)); }
                case 4 -> { if (server.isPresent() && kept.rows.remove((long) random.nextInt(20)) != null) server.get().keys().spoil(); }
                default -> { if (server.isPresent()) server.get().tidy(); }
            }
            for (var one : there.values()) for (long row : kept.rows.keySet()) assertTrue(one.opens(row), "step " + i);
        }
        for (int number : List.of(1, 2, 3)) if (!there.containsKey(number)) there.put(number, new Server(number));
        there.values().forEach(one -> one.keys().spoil());
        anHourLater();
        anHourLater();
        for (var one : there.values()) assertEquals(numbers(there.get(1)), numbers(one));
        assertEquals(1, numbers(there.get(1)).size());
        assertEquals(Map.of(), alarms);
        assertTrue(Arrays.stream(Use.values()).filter(use -> use != Use.QUEUE)
            .allMatch(use -> there.get(1).shredder.keys(use).numbers().isEmpty()));
    }
}
