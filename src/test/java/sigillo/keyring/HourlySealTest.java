package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.queue.MessageSeal.Unreadable;
import sigillo.sealing.Randomness;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;

/** Messages of the queue, and the end of their keys. */
class HourlySealTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:20:00Z");
    private static final Bytes BLOB = Bytes.utf8("q12345678");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();

    @TempDir Path folder;
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final MemoryStore store = new MemoryStore();
    private HourlySeal seal;

    private Path file() { return folder.resolve("hours.keys"); }

    @BeforeEach void open() throws IOException { seal = again(NOON); }

    /** After a restart: nothing was used just now. */
    private HourlySeal again(Instant now) throws IOException { return HourlySeal.open(file(), store, now, Randomness.secure(), alarms); }

    /** A server for which time goes on with each look at it. */
    private HourlySeal later(Duration step) throws IOException {
        var nanos = new AtomicLong();
        return new HourlySeal(new HourFile(file(), NOON.getEpochSecond() / 3600), () -> nanos.addAndGet(step.toNanos()), Randomness.secure(), alarms);
    }

    @Test void isOpenedAfterARestart() throws IOException {
        var sealed = sealed(NOON);
        assertFalse(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1).contains("zebra"));
        seal.close();
        seal = again(NOON.plus(Duration.ofHours(30)));
        assertArrayEquals(TEXT, opened(NOON, sealed));
    }

    @Test void theKeyOfAnHourGoesWithItsLastMessage() throws IOException {
        var first = sealed(NOON);
        var second = sealed(NOON.plus(Duration.ofHours(3)));
        seal = again(NOON);
        var now = NOON.plus(Duration.ofHours(5));
        seal.inUse(Set.of(NOON.truncatedTo(ChronoUnit.HOURS)), now);
        assertArrayEquals(TEXT, opened(NOON, first), "it waits");
        assertThrows(Unreadable.class, () -> opened(NOON.plus(Duration.ofHours(3)), second));
        var key = Arrays.copyOfRange(Files.readAllBytes(file()), 64, 128);
        seal.inUse(Set.of(), now);
        assertThrows(Unreadable.class, () -> opened(NOON, first));
        assertFalse(contains(Files.readAllBytes(file()), Arrays.copyOfRange(key, 8, 40)), "nor is it in the file");
        seal = again(now);
        assertThrows(Unreadable.class, () -> opened(NOON, first));
    }

    /** A message may be on its way into the store while nobody sees it there. */
    @Test void theKeyInUseStays() throws IOException {
        var sealed = sealed(NOON);
        seal.inUse(Set.of(), NOON);
        seal.inUse(Set.of(), NOON.plus(Duration.ofMinutes(59)));
        seal.inUse(Set.of(), NOON.plus(Duration.ofDays(9)));
        assertArrayEquals(TEXT, opened(NOON, sealed), "the clock was put forward, but no time has passed");
        seal = later(Duration.ofMinutes(61));
        sealed(NOON);
        seal.inUse(Set.of(), NOON.plus(Duration.ofDays(9)));
        assertThrows(Unreadable.class, () -> opened(NOON, sealed));
    }

    /** No battery for the clock: the first start is in the first hour of 1970. */
    @Test void aFileOfTheFirstHourIsAFile() throws IOException {
        Files.delete(file());
        again(Instant.EPOCH).close();
        seal = again(NOON);
        assertArrayEquals(TEXT, opened(NOON, sealed(NOON)));
    }

    @Test void placesInTheFileAreUsedAgain() throws IOException {
        seal = later(Duration.ofMinutes(61));
        for (int i = 0; i < 5_000; i++) {
            var now = NOON.plus(Duration.ofHours(i));
            assertArrayEquals(TEXT, opened(now, sealed(now)));
            seal.inUse(Set.of(), now);
        }
        assertTrue(Files.size(file()) < 1_000, Files.size(file()) + " octets");
    }

    @Test void aFullFileIsTroubleAndNoLoss() throws IOException {
        var first = sealed(NOON);
        for (int i = 1; i < HourFile.RECORDS_MAX - 1; i++) sealed(NOON.plus(Duration.ofHours(i)));
        assertThrows(StoreException.class, () -> sealed(NOON.plus(Duration.ofHours(HourFile.RECORDS_MAX))));
        assertEquals(1, alarms.raised.size());
        assertArrayEquals(TEXT, opened(NOON, first));
    }

    @Test void onlyWhatIsOlderThanTheFileMayBeInClear() throws IOException {
        assertArrayEquals(TEXT, opened(NOON.minus(Duration.ofDays(1)), TEXT));
        assertThrows(Unreadable.class, () -> opened(NOON.plus(Duration.ofHours(1)), TEXT));
    }

    @Test void whatWasChangedOrBelongsElsewhereIsNotOpened() throws IOException {
        var sealed = sealed(NOON);
        assertThrows(Unreadable.class, () -> seal.open(NOON, Bytes.utf8("q87654321"), Octets.of(sealed)));
        sealed[80] ^= 1;
        assertThrows(Unreadable.class, () -> opened(NOON, sealed));
    }

    /** The machine stopped while a record was being written: the others are as they were. */
    @Test void aTornRecordIsNone() throws IOException {
        var random = new Random(1);
        for (int round = 0; round < 50; round++) {
            Files.deleteIfExists(file());
            seal = again(NOON);
            var first = sealed(NOON);
            sealed(NOON.plus(Duration.ofHours(1)));
            seal.close();
            var octets = Files.readAllBytes(file());
            Files.write(file(), Arrays.copyOf(octets, 128 + random.nextInt(64)));
            seal = again(NOON);
            assertArrayEquals(TEXT, opened(NOON, first));
            assertThrows(Unreadable.class, () -> opened(NOON.plus(Duration.ofHours(1)), first));
        }
    }

    @Test void aLostFileStopsTheServerWhileMessagesWait() throws IOException {
        Files.delete(file());
        again(NOON).close();
        store.blobs().put(BLOB, Octets.of(sealed(NOON)));
        Files.delete(file());
        var refused = assertThrows(IOException.class, () -> again(NOON));
        assertTrue(refused.getMessage().contains("bring it back"), refused.getMessage());
    }

    @Test void aDamagedFileStopsTheServer() throws IOException {
        var octets = Files.readAllBytes(file());
        octets[3]++;
        Files.write(file(), octets);
        assertThrows(IOException.class, () -> again(NOON));
    }

    private byte[] sealed(Instant at) throws IOException {
        var sealed = seal.seal(at, BLOB, Octets.of(TEXT));
        return sealed.bytes(0, sealed.length(), 1 << 20);
    }

    private byte[] opened(Instant at, byte[] sealed) throws IOException {
        var opened = seal.open(at, BLOB, Octets.of(sealed));
        return opened.bytes(0, opened.length(), 1 << 20);
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) return true;
        }
        return false;
    }
}
