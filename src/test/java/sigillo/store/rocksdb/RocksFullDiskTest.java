package sigillo.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Written;

/** A disk that fills up: a small file system of its own, which needs the right to mount one. */
@Tag("gate")
class RocksFullDiskTest {
    private static final PartitionName A = new PartitionName("a/1");

    @TempDir Path mount;
    private final List<String> kept = new ArrayList<>();
    private int next;

    /** Elsewhere: a library in use would keep the file system busy. */
    @BeforeAll static void load(@TempDir Path elsewhere) { NativeLibrary.loadOnce(elsewhere); }

    @BeforeEach void mount() throws Exception {
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=128m", "sigillo-test", mount.toString()),
            "mounting a small file system is not permitted here");
        Files.write(filler(), new byte[40 << 20]);
    }

    /** Lazily, so that nothing of a failed test keeps it. Does nothing where nothing is mounted. */
    @AfterEach void unmount() throws Exception { run("umount", "--lazy", mount.toString()); }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    /** Deleting it gives space back. */
    private Path filler() { return mount.resolve("filler"); }

    @Test void theFloorKeepsRocksDbFromAFullDisk() throws Exception { fillsAndRecovers(null); }

    @Test void rocksDbItselfSurvivesAFullDisk() throws Exception { fillsAndRecovers(new Settings(0)); }

    /** A large message for which there is no room does not take it from what is small and waits beside it. */
    @Test void whatFitsIsTakenBesideWhatDoesNot() throws Exception {
        var entered = new CountDownLatch(1);
        var mayGoOn = new CountDownLatch(1);
        long floor = 16L << 20;
        try (var store = RocksStore.open(mount.resolve("store"), new Settings(floor), log -> (batch, sync) -> {
            entered.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            log.write(batch, sync);
        })) {
            var first = store.partition(A).submit(one(100));
            entered.await();
            long free = Files.getFileStore(mount).getUsableSpace();
            Files.write(mount.resolve("ballast"), new byte[(int) (free - floor - (600 << 10))]);
            var large = store.partition(new PartitionName("a/2")).submit(one(900_000));
            var small = store.partition(new PartitionName("a/3")).submit(one(100));
            mayGoOn.countDown();
            assertEquals(new Written.Applied(1), first.join());
            assertEquals(Written.Cause.FULL, assertInstanceOf(Written.Refused.class, large.join()).cause());
            assertEquals(new Written.Applied(1), small.join());
            assertTrue(store.trouble().isPresent(), "there is no room for all");
            Files.delete(mount.resolve("ballast"));
            assertTrue(store.trouble().isEmpty());
        }
    }

    private static Batch one(int octets) {
        return new Batch(0, new UUID(1, 1), Batch.Lane.PROMPT, List.of(new Batch.Write.Put(Bytes.utf8("x"), new byte[octets])));
    }

    private void fillsAndRecovers(Settings settings) throws Exception {
        try (var store = RocksStore.open(mount.resolve("store"), settings)) {
            fill(store);
            assertTrue(store.trouble().isPresent());
            verify(store);
            Files.delete(filler());
            recover(store);
            for (int i = 0; i < 20; i++) write(store);
            assertFalse(store.trouble().isPresent());
            verify(store);
        }
        try (var store = RocksStore.open(mount.resolve("store"), settings)) {
            verify(store);
        }
    }

    private void fill(RocksStore store) throws IOException {
        for (int failures = 0; failures < 20; ) {
            assertTrue(kept.size() < 5000, "a file system of 128 MiB has taken them all");
            try {
                write(store);
            } catch (StoreException e) {
                assertTrue(e.isFull(), e.toString());
                failures++;
            }
        }
        assertTrue(kept.size() > 100, kept.size() + " were kept");
    }

    private void recover(RocksStore store) throws Exception {
        var end = Instant.now().plus(Duration.ofSeconds(60)); // RocksDB looks for space every five seconds
        while (Instant.now().isBefore(end)) {
            try {
                write(store);
                return;
            } catch (StoreException e) {
                assertTrue(e.isFull(), e.toString());
                Thread.sleep(200);
            }
        }
        fail("no write succeeded after there was space again");
    }

    private void write(RocksStore store) throws IOException {
        var name = "m" + next++;
        store.blobs().put(Bytes.utf8(name), Octets.of(content(name)));
        new Transactions(store.partition(A)).write(tx -> {
            tx.put(Bytes.utf8(name), new byte[200]);
            return null;
        });
        kept.add(name);
    }

    /** What was acknowledged is there, and nothing else. */
    private void verify(RocksStore store) throws IOException {
        var rows = new ArrayList<String>();
        store.partition(A).range(Bytes.utf8("m"), Bytes.utf8("n"), false, (key, _) -> rows.add(key.toUtf8()));
        assertEquals(Set.copyOf(kept), Set.copyOf(rows));
        assertEquals(kept.size(), store.partition(A).revision());
        for (var name : kept) {
            var content = content(name);
            assertArrayEquals(content, store.blobs().get(Bytes.utf8(name)).bytes(0, content.length, content.length));
        }
    }

    private static byte[] content(String name) {
        var random = new Random(name.hashCode());
        var content = new byte[random.nextInt(300_000)];
        random.nextBytes(content);
        return content;
    }
}
