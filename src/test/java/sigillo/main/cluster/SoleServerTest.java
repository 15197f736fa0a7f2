package sigillo.main.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** One server at a time serves a cluster. */
@Tag("gate")
class SoleServerTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private final MemoryStore store = new MemoryStore();
    private final CountDownLatch lost = new CountDownLatch(1);
    @TempDir Path parent;

    @BeforeEach void folders() throws IOException {
        for (var name : new String[] {"one", "two"}) Files.createDirectory(parent.resolve(name));
    }

    private SoleServer take(String folder) throws IOException {
        return SoleServer.take(parent.resolve(folder), folder + ".test", store, SHORT, lost::countDown);
    }

    private static void write(MemoryStore store, byte[] row) {
        new Transactions(store.partition(SoleServer.PARTITION)).write(tx -> {
            tx.put(Bytes.utf8("s"), row);
            return null;
        });
    }

    @Test void whoHasEndedLeavesThePlaceAtOnce() throws IOException {
        assertTrue(SoleServer.isFresh(store));
        take("one").close();
        assertTrue(SoleServer.isFresh(store), "that somebody served is no mail");
        long began = System.nanoTime();
        take("two").close();
        assertTrue(System.nanoTime() - began < SHORT.toNanos());
        store.partition(new PartitionName("directory")).raise(1);
        assertFalse(SoleServer.isFresh(store));
    }

    /** Its row changes while the other looks on. */
    @Test void whoLivesKeepsThePlace() throws Exception {
        try (var _ = take("one")) {
            var row = store.partition(SoleServer.PARTITION).get(Bytes.utf8("s")).orElseThrow();
            var beat = Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(SHORT.toMillis() / 3);
                } catch (InterruptedException e) {
                    return;
                }
                row[18]++; // the number of beats: after the version, the length and the id
                write(store, row);
            });
            var refused = assertThrows(IOException.class, () -> take("two"));
            assertTrue(refused.getMessage().startsWith("the cluster is served by one.test: one server at a time"),
                refused.getMessage());
            beat.join();
        }
    }

    @Test void whoIsSilentLosesIt() throws Exception {
        var dead = take("one"); // it beats every five seconds only
        try (var _ = take("two")) {
            assertTrue(lost.await(20, TimeUnit.SECONDS), "the first one sees that it has lost its place");
        }
        dead.close();
        take("two").close();
    }

    @Test void twoOnOneFolderAreRefused() throws IOException {
        try (var _ = take("one")) {
            var refused = assertThrows(IOException.class, () -> take("one"));
            assertEquals("another process uses " + parent.resolve("one"), refused.getMessage());
        }
        assertEquals(1, lost.getCount());
    }
}
