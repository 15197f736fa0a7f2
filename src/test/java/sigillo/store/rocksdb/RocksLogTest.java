package sigillo.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Written;

/** What goes to the log when, and what is read from it after a crash. */
class RocksLogTest {
    private static final PartitionName A = new PartitionName("a/1");
    private static final int BATCHES = 20;

    @TempDir Path directory;

    /** One batch of three rows, told by its number. */
    private static Batch batch(int number) {
        var writes = new ArrayList<Batch.Write>();
        for (int i = 0; i < 3; i++) writes.add(new Batch.Write.Put(row(number, i), new byte[] {(byte) number}));
        return new Batch(number, new UUID(1, number), Batch.Lane.PROMPT, writes);
    }

    private static Bytes row(int number, int i) { return Bytes.of(new byte[] {(byte) number, (byte) i}); }

    @Test void everyAnswerAboutRowsHasBeenSynced() throws IOException {
        var syncs = Collections.synchronizedList(new ArrayList<Boolean>());
        try (var store = RocksStore.open(directory, null, log -> (batch, sync) -> {
            log.write(batch, sync);
            syncs.add(sync);
        })) {
            store.blobs().put(Bytes.utf8("b"), Octets.of(new byte[300_000]));
            assertEquals(List.of(false, false), syncs, "in pieces, for the next sync to take along");
            store.partition(A).apply(batch(0));
            store.blobs().sync();
            store.remove(A);
            assertEquals(List.of(false, false, true, true, true), syncs);
            store.partition(A).apply(batch(7));
            assertFalse(syncs.getLast(), "a conflict has written nothing");
        }
    }

    /** How the end of a log may look when the power went. */
    enum Tail { WHOLE, CUT, CHANGED, WITH_ZEROS, WITH_NOISE }

    @ParameterizedTest @EnumSource void aTornTailIsDroppedAndAllBeforeItIsThere(Tail tail) throws IOException {
        var crashed = directory.resolve("crashed");
        try (var store = RocksStore.open(directory.resolve("running"))) {
            for (int i = 0; i < BATCHES; i++) store.partition(A).apply(batch(i));
            copy(directory.resolve("running/rocksdb"), crashed.resolve("rocksdb"));
        }
        damage(log(crashed.resolve("rocksdb")), tail);
        boolean lastIsTorn = tail == Tail.CUT || tail == Tail.CHANGED;
        int expected = lastIsTorn ? BATCHES - 1 : BATCHES;
        try (var store = RocksStore.open(crashed)) {
            var partition = store.partition(A);
            assertEquals(expected, partition.revision());
            for (int i = 0; i < BATCHES; i++) {
                for (int r = 0; r < 3; r++) assertEquals(i < expected, partition.get(row(i, r)).isPresent());
            }
            assertEquals(new Written.Applied(expected + 1), partition.apply(batch(expected)));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.newDirectoryStream(from)) {
            for (var file : files) Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static Path log(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".log")).max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private static void damage(Path log, Tail tail) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "rw")) {
            long end = file.length();
            switch (tail) {
                case WHOLE -> { }
                case CUT -> file.setLength(end - 3);
                case CHANGED -> {
                    file.seek(end - 3);
                    int octet = file.read();
                    file.seek(end - 3);
                    file.write(octet ^ 1);
                }
                case WITH_ZEROS -> file.setLength(end + 100_000);
                case WITH_NOISE -> {
                    file.seek(end);
                    var noise = new byte[100_000];
                    new java.util.Random(1).nextBytes(noise);
                    file.write(noise);
                }
            }
        }
    }

    /** A native call on a closed database would end this process. */
    @Test void closingWaitsForReaders() throws Exception {
        var store = RocksStore.open(directory);
        for (int i = 0; i < BATCHES; i++) store.partition(A).apply(batch(i));
        store.blobs().put(Bytes.utf8("b"), Octets.of(new byte[70_000]));
        var blob = store.blobs().get(Bytes.utf8("b"));
        var began = new CountDownLatch(1);
        var seen = new ArrayList<Bytes>();
        Partition.Visitor slow = (key, _) -> {
            began.countDown();
            sleep(2);
            return seen.add(key);
        };
        var reader = Thread.startVirtualThread(
            () -> store.partition(A).range(row(0, 0), row(99, 0), false, slow));
        began.await();
        store.close();
        assertEquals(3 * BATCHES, seen.size());
        assertThrows(StoreException.class, () -> blob.bytes(0, 1, 1));
        reader.join();
        try (var again = RocksStore.open(directory)) {
            assertArrayEquals(new byte[70_000], again.blobs().get(Bytes.utf8("b")).bytes(0, 70_000, 70_000));
            assertTrue(again.trouble().isEmpty());
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
