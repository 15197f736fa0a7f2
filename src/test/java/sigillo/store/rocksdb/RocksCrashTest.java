package sigillo.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.store.StoreException;

/** Kills a process in the middle of writing, again and again: what it had been told was written is there, once. */
@Tag("gate")
class RocksCrashTest {
    private static final int KILLS = 10;
    private static final int LEAST = 11;

    @TempDir Path directory;

    @Test void whatWasAcknowledgedOutlivesTheProcess() throws Exception {
        var random = new Random(42);
        var acknowledged = new HashSet<String>();
        for (int kill = 0; kill < KILLS; kill++) {
            var fresh = writeUntilKilled("k" + kill, 50 + random.nextInt(1000));
            acknowledged.addAll(fresh);
            try (var store = RocksStore.open(directory)) {
                var rows = rows(store);
                assertTrue(rows.containsAll(acknowledged), () -> missing(acknowledged, rows) + " are lost");
                assertEquals(CrashWriter.counter(store), rows.size(), "each batch is there whole");
                for (var name : fresh) assertIsWhole(store, name);
                for (var name : rows) if (random.nextInt(50) == 0) assertIsWhole(store, name);
            }
        }
    }

    /** A second process is told who has the directory. */
    @Test void anotherProcessIsToldWhoUsesTheDirectory() throws Exception {
        var child = start("lock");
        try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
            assertTrue(lines.readLine() != null);
            var refused = assertThrows(StoreException.class, () -> RocksStore.open(directory));
            assertEquals("another Sigillo (pid " + child.pid() + ") uses " + directory, refused.getMessage());
        } finally {
            child.destroyForcibly().waitFor();
        }
        RocksStore.open(directory).close();
    }

    private static Set<String> missing(Set<String> acknowledged, Set<String> rows) {
        var missing = new HashSet<>(acknowledged);
        missing.removeAll(rows);
        return missing;
    }

    private static Set<String> rows(RocksStore store) {
        var rows = new HashSet<String>();
        for (var name : store.partitions("a/")) {
            store.partition(name).range(CrashWriter.ROWS, CrashWriter.ROWS.afterPrefix(), false,
                (_, value) -> rows.add(new String(value, StandardCharsets.UTF_8)));
        }
        return rows;
    }

    private static void assertIsWhole(RocksStore store, String name) throws IOException {
        var expected = CrashWriter.content(name);
        assertArrayEquals(expected, store.blobs().get(Bytes.utf8(name)).bytes(0, expected.length, expected.length));
    }

    /** Returns what the child said was written, down to the last whole line: {@link #LEAST} at least, however slow the machine is. */
    private List<String> writeUntilKilled(String prefix, long millis) throws Exception {
        var child = start(prefix);
        var acknowledged = new ArrayList<String>();
        var reader = Thread.startVirtualThread(() -> readLines(child, acknowledged));
        while (child.isAlive()) {
            synchronized (acknowledged) {
                if (acknowledged.size() >= LEAST) break;
            }
            Thread.sleep(5);
        }
        Thread.sleep(millis);
        assertTrue(child.isAlive(), "the writer ended by itself");
        child.destroyForcibly().waitFor();
        reader.join();
        return acknowledged;
    }

    private Process start(String prefix) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xmx64m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), CrashWriter.class.getName(), directory.toString(), prefix)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** A line that a kill has cut off has no full stop. */
    private static void readLines(Process child, List<String> acknowledged) {
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                synchronized (acknowledged) {
                    if (line.endsWith(".")) acknowledged.add(line.substring(0, line.length() - 1));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
