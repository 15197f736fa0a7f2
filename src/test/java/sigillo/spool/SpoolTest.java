package sigillo.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir Path folder;

    @Test void keepsAShortMessageInMemory() throws Exception {
        var spool = open(1_000, 10_000, 0);
        try (var message = spooled(spool, pattern(900))) {
            assertEquals(0, files().size());
            assertEquals(900, message.length());
            assertArrayEquals(pattern(900), message.bytes(0, 900, 900));
            assertTrue(spool.memoryUsed() >= 900);
        }
        assertEquals(0, spool.memoryUsed());
    }

    @Test void whatIsOnTheDiskIsNoise() throws Exception {
        var spool = open(64, 10_000, 1 << 20);
        var text = "The same words again and again. ".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        try (var message = spooled(spool, text); var same = spooled(spool, text)) {
            var onDisk = Files.readAllBytes(files().get(0));
            assertEquals(text.length, onDisk.length);
            assertFalse(new String(onDisk, StandardCharsets.ISO_8859_1).contains("same words"));
            var other = Files.readAllBytes(files().get(1));
            assertNotEquals(-1, Arrays.mismatch(onDisk, other), "each message has its own key");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))));
            assertArrayEquals(text, message.bytes(0, text.length, text.length));
            assertArrayEquals(text, same.bytes(0, text.length, text.length));
            assertEquals(0, spool.memoryUsed());
        }
        assertEquals(List.of(), files());
        assertEquals(0, spool.diskUsed());
    }

    /** Counter mode must find its place anywhere. */
    @TestFactory Stream<DynamicTest> readsAtAnyPlace() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var want = new byte[70_000];
            random.nextBytes(want);
            for (int inMemory : new int[] {16, 100_000}) {
                try (var message = spooled(open(inMemory, 1 << 20, 1 << 20), want)) {
                    for (int i = 0; i < 500; i++) {
                        int from = random.nextInt(want.length + 1);
                        int to = Math.min(want.length, from + random.nextInt(random.nextBoolean() ? 40 : 40_000));
                        assertArrayEquals(Arrays.copyOfRange(want, from, to), message.bytes(from, to, want.length));
                    }
                    assertEquals(0, message.read(want.length, new byte[4], 0, 4));
                }
            }
        }));
    }

    @Test void goesToTheDiskWhenMemoryIsScarce() throws Exception {
        var spool = open(10_000, 10_000, 1 << 20);
        try (var first = spooled(spool, pattern(9_000)); var second = spooled(spool, pattern(9_000))) {
            assertEquals(1, files().size());
            assertArrayEquals(first.bytes(0, 9_000, 9_000), second.bytes(0, 9_000, 9_000));
        }
    }

    @Test void saysWhenItIsFull() throws Exception {
        var spool = open(100, 1_000, 50_000);
        try (var writer = spool.writer()) {
            assertThrows(SpoolFull.class, () -> {
                for (int i = 0; i < 100; i++) writer.write(pattern(1_000), 0, 1_000);
            });
        }
        assertEquals(0, spool.diskUsed());
        assertEquals(0, spool.memoryUsed());
        assertEquals(List.of(), files());
        spooled(spool, pattern(40_000)).close();
    }

    @Test void aDiskThatCannotBeWrittenIsAnotherFault() throws Exception {
        var spool = open(100, 1_000, 50_000);
        Files.delete(folder.resolve("spool"));
        var error = assertThrows(IOException.class, () -> spooled(spool, pattern(1_000)));
        assertFalse(error instanceof SpoolFull);
    }

    @Test void deletesWhatACrashLeft() throws Exception {
        var spool = open(10, 100, 1 << 20);
        spooled(spool, pattern(1_000));
        assertEquals(1, files().size());
        Files.writeString(folder.resolve("spool/keep.txt"), "not ours");
        open(10, 100, 1 << 20);
        assertEquals(List.of(folder.resolve("spool/keep.txt")), files());
    }

    @Test void closedIsClosed() throws Exception {
        for (int inMemory : new int[] {16, 100_000}) {
            var message = spooled(open(inMemory, 1 << 20, 1 << 20), pattern(1_000));
            message.close();
            message.close();
            assertThrows(IOException.class, () -> message.read(0, new byte[1], 0, 1));
        }
    }

    private Spool open(int byMessage, long memory, long disk) throws IOException {
        return Spool.open(new SpoolSettings(folder.resolve("spool"), byMessage, memory, disk));
    }

    private static Spooled spooled(Spool spool, byte[] octets) throws IOException {
        try (var writer = spool.writer()) {
            for (int at = 0; at < octets.length; at += 333) writer.write(octets, at, Math.min(333, octets.length - at));
            return writer.finish();
        }
    }

    private static byte[] pattern(int length) {
        var octets = new byte[length];
        for (int i = 0; i < length; i++) octets[i] = (byte) (i * 31);
        return octets;
    }

    private List<Path> files() throws IOException {
        try (var stream = Files.list(folder.resolve("spool"))) {
            return new ArrayList<>(stream.sorted().toList());
        }
    }
}
