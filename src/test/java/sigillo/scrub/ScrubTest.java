package sigillo.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.peers.Program;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;
import sigillo.store.rocksdb.RocksStore;

/** Bits that turned in real files of the store are found, told, passed over and, where there is a copy, repaired. */
@Timeout(60)
class ScrubTest {
    private static final int ROWS = 3_000;
    private static final PartitionName ANNA = new PartitionName("a/anna");
    private static final PartitionName BOB = new PartitionName("a/bob");
    private static final long QUICK = 1L << 40;

    @TempDir Path folder;
    private final Map<String, String> alarms = new ConcurrentHashMap<>();
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final InstantSource clock = () -> now;

    private final Alarms noted = new Alarms() {
        @Override public void raise(String key, String sentence) { alarms.put(key, sentence); }

        @Override public void clear(String key) { alarms.remove(key); }
    };

    // ---- what is kept ----

    private static Bytes email(long number) { return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'e').putLong(number).array()); }

    private static byte[] value(PartitionName of, long number) {
        return ("row " + number + " of " + of + "; ").repeat(5).getBytes(StandardCharsets.US_ASCII);
    }

    private static Bytes blob(PartitionName of, int number) {
        return Bytes.wrap(ByteBuffer.allocate(of.text().length() + 5).put((of.text() + "/").getBytes(StandardCharsets.US_ASCII))
            .putInt(number).array());
    }

    private static byte[] message(int number) {
        var octets = new byte[100_000];
        new Random(number).nextBytes(octets);
        return octets;
    }

    private static void fill(Store store) throws IOException {
        for (var partition : List.of(ANNA, BOB)) {
            for (int number = 0; number < 5; number++) store.blobs().put(blob(partition, number), Octets.of(message(number)));
            var writes = new ArrayList<Batch.Write>();
            for (long number = 0; number < ROWS; number++) writes.add(new Batch.Write.Put(email(number), value(partition, number)));
            for (long number = 0; number < ROWS; number++) {
                writes.add(new Batch.Write.Put(Bytes.utf8("u" + "%012d".formatted(number)), value(partition, number)));
            }
            store.partition(partition).apply(new Batch(0, new UUID(1, 1), Batch.Lane.PROMPT, writes));
        }
    }

    private void fill() throws IOException {
        try (var store = RocksStore.open(folder)) {
            fill(store);
        }
    }

    /** Turns a bit of what is stored, where {@code content} is in a file of that kind. */
    private void flip(String kind, byte[] content) throws IOException {
        var wanted = new String(content, StandardCharsets.ISO_8859_1);
        try (var files = Files.newDirectoryStream(folder.resolve("rocksdb"), "*." + kind)) {
            for (var file : files) {
                var octets = Files.readAllBytes(file);
                int place = new String(octets, StandardCharsets.ISO_8859_1).indexOf(wanted);
                if (place < 0) continue;
                octets[place] ^= 4;
                Files.write(file, octets);
                return;
            }
        }
        throw new AssertionError("no such content in any ." + kind);
    }

    // ---- a whole pass, without its thread ----

    private Pass pass(Store store, Repair repair) {
        var pass = new Pass(store, repair, _ -> { }, ScrubRow.Under.begun(now));
        for (var at = Optional.of(Position.START); at.isPresent(); ) at = pass.step(at.get());
        return pass;
    }

    @Test void everythingIsRead() throws IOException {
        for (var store : List.of(new MemoryStore(), RocksStore.open(folder))) {
            try (store) {
                fill(store);
                var pass = pass(store, Repair.NONE);
                assertEquals(List.of(), pass.damages());
                assertEquals(4 * ROWS, pass.read().rows());
                assertEquals(10, pass.read().blobs());
                assertTrue(pass.read().octets() > 1_000_000 + 4 * ROWS * 50, pass.read().toString());
            }
        }
    }

    @Test void harmedRowsAreFoundAndPassedOver() throws IOException {
        fill();
        flip("sst", "row 1500 of a/bob".getBytes(StandardCharsets.US_ASCII));
        try (var store = RocksStore.open(folder)) {
            var pass = pass(store, Repair.NONE);
            assertEquals(List.of(new Damage("account bob", "Emails", false, 1)), pass.damages());
            long unread = 4 * ROWS - pass.read().rows();
            assertTrue(unread > 0 && unread < 300, unread + " rows were not read, of those in one block");
            assertTrue(store.partition(ANNA).get(email(1_500)).isPresent(), "others are read as before");
        }
    }

    @Test void soAreSeveralAndTheLast() throws IOException {
        fill();
        flip("sst", ("row " + (ROWS - 1) + " of a/anna; row").getBytes(StandardCharsets.US_ASCII));
        flip("sst", "row 1 of a/bob".getBytes(StandardCharsets.US_ASCII));
        try (var store = RocksStore.open(folder)) {
            var places = pass(store, Repair.NONE).damages().stream().map(Damage::place).toList();
            assertEquals(List.of("account anna", "account bob"), places);
        }
    }

    @Test void harmedMessagesAreFound() throws IOException {
        fill();
        flip("blob", java.util.Arrays.copyOfRange(message(3), 70_000, 70_030));
        try (var store = RocksStore.open(folder)) {
            var pass = pass(store, Repair.NONE);
            assertEquals(List.of(new Damage("account anna", "message", false, 1)), pass.damages());
            assertEquals(9, pass.read().blobs());
        }
    }

    /** As a backup's copy of the store, or another machine's, could do it. */
    @Test void whatThereIsACopyOfIsRepaired() throws IOException {
        var copy = new MemoryStore();
        fill(copy);
        fill();
        flip("sst", "row 700 of a/anna".getBytes(StandardCharsets.US_ASCII));
        try (var store = RocksStore.open(folder)) {
            var repaired = new ArrayList<String>();
            var repair = new Repair() {
                @Override public boolean rows(PartitionName partition, Bytes from, Bytes to) {
                    var writes = new ArrayList<Batch.Write>();
                    copy.partition(partition).range(from, to, false, (key, value) -> writes.add(new Batch.Write.Put(key, value)));
                    long revision = store.partition(partition).revision();
                    store.partition(partition).apply(new Batch(revision, new UUID(2, 2), Batch.Lane.PROMPT, writes));
                    repaired.add(partition + " " + writes.size());
                    return true;
                }

                @Override public boolean blob(Bytes id) { return false; }
            };
            var pass = pass(store, repair);
            assertEquals(1, repaired.size(), repaired.toString());
            assertTrue(pass.damages().contains(new Damage("account anna", "Emails", true, 1)) || isPassedOver(store),
                "the harmed block is still below what was written anew: " + pass.damages());
            assertEquals("row 700 of a/anna; ", new String(store.partition(ANNA).get(email(700)).orElseThrow(), StandardCharsets.US_ASCII)
                .substring(0, 19));
        }
    }

    /** What a stop broke off is no harm without a copy: the next start comes to it again. */
    @Test void aRepairThatAStopBreaksOffIsTriedAgain() throws IOException {
        fill();
        flip("blob", java.util.Arrays.copyOfRange(message(3), 70_000, 70_030));
        var stopping = new AtomicBoolean();
        var repair = new Repair() {
            @Override public boolean rows(PartitionName partition, Bytes from, Bytes to) { return false; }

            @Override public boolean blob(Bytes id) {
                stopping.set(true);
                return false;
            }
        };
        try (var store = RocksStore.open(folder)) {
            var pass = new Pass(store, repair, _ -> {
                if (stopping.get()) throw new IllegalStateException("the server stops");
            }, ScrubRow.Under.begun(now));
            assertThrows(IllegalStateException.class, () -> {
                for (var at = Optional.of(Position.START); at.isPresent(); ) at = pass.step(at.get());
            });
            assertEquals(List.of(), pass.damages());
        }
    }

    /** A scan comes through the harmed block as long as no compaction has left it behind. */
    private static boolean isPassedOver(Store store) {
        try {
            store.partition(ANNA).range(email(0), email(ROWS), false, (_, _) -> true);
            return false;
        } catch (StoreException stillThere) {
            return true;
        }
    }

    // ---- its thread ----

    private Scrub scrub(Store store, long octetsPerSecond) {
        var scrub = new Scrub(store, new ScrubSettings(octetsPerSecond, Duration.ofDays(7)), Repair.NONE, noted, clock);
        scrub.start();
        return scrub;
    }

    @Test void whatIsFoundIsAnAlarmUntilItIsFoundNoMore() throws IOException {
        fill();
        flip("blob", java.util.Arrays.copyOfRange(message(2), 10, 40));
        try (var store = RocksStore.open(folder)) {
            try (var scrub = scrub(store, QUICK)) {
                scrub.begin();
                await("it is told", () -> alarms.containsKey("scrub") && scrub.state().lastEnded().isPresent());
                assertTrue(alarms.get("scrub").contains("account anna: message"), alarms.toString());
                assertEquals(1, scrub.state().damages().size());
            }
            alarms.clear();
            try (var scrub = scrub(store, QUICK)) {
                assertTrue(alarms.containsKey("scrub"), "a restart tells it again");
                for (var partition : List.of(ANNA, BOB)) store.blobs().delete(blob(partition, 2));
                now = now.plusSeconds(60);
                scrub.begin();
                await("it is over", () -> !alarms.containsKey("scrub"));
                assertEquals(Optional.of(now), scrub.state().lastEnded());
                assertEquals(List.of(), scrub.state().damages());
            }
        }
    }

    @Test void itGoesOnWhereItWasStopped() throws IOException {
        fill();
        try (var store = RocksStore.open(folder)) {
            long stopped;
            try (var scrub = scrub(store, 2_000_000)) {
                scrub.begin();
                await("it has read much", () -> scrub.state().octets() > 500_000);
                stopped = scrub.state().octets();
                assertTrue(scrub.state().lastEnded().isEmpty());
            }
            long kept = Scrub.state(store).octets();
            assertTrue(kept >= stopped, kept + " after " + stopped);
            try (var scrub = scrub(store, QUICK)) {
                scrub.begin();
                await("it is at its end", () -> scrub.state().lastEnded().isPresent());
                long all = pass(store, Repair.NONE).read().octets();
                long read = scrub.state().lastOctets();
                assertTrue(read >= all - 1_000 && read < all + 300_000, read + " of " + all + ": what was read is not read again");
                assertFalse(alarms.containsKey("scrub"));
            }
        }
    }

    /** What has been read may have changed since. */
    @Test void oneWantedWhileOneIsUnderWayFollowsIt() throws IOException {
        fill();
        try (var store = RocksStore.open(folder); var scrub = scrub(store, 4_000_000)) {
            scrub.begin();
            await("it has read something", () -> scrub.state().octets() > 100_000);
            now = now.plusSeconds(60);
            scrub.begin();
            await("the second is at its end", () -> scrub.state().lastBegun().equals(Optional.of(now)));
            assertTrue(scrub.state().under().isEmpty(), "and no third begins");
        }
    }

    /** 1.8 MB at 1 MB a second. */
    @Test void itKeepsItsPace() throws IOException {
        fill();
        try (var store = RocksStore.open(folder); var scrub = scrub(store, 1_000_000)) {
            long from = System.nanoTime();
            scrub.begin();
            await("it is at its end", () -> scrub.state().lastEnded().isPresent());
            assertTrue(System.nanoTime() - from > 1_500_000_000L, "too quick");
            assertTrue(scrub.state().lastOctets() > 1_700_000, scrub.state().toString());
        }
    }

    private static void await(String what, java.util.function.BooleanSupplier is) { Program.waitUntil(what, Duration.ofSeconds(20), is); }
}
