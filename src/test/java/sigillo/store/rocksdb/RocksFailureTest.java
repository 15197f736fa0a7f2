package sigillo.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.Checksum;
import sigillo.store.Damaged;
import sigillo.store.Page;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Written;

/** What the embedded store does when the disk, another process or another version is not as it should be. */
class RocksFailureTest {
    private static final PartitionName A = new PartitionName("a/1");
    private static final Bytes X = Bytes.utf8("x");
    private static final Bytes BLOB = Bytes.utf8("blob");

    @TempDir Path directory;

    private static Batch batch(long revision, String value) {
        return new Batch(revision, new UUID(7, revision), Batch.Lane.PROMPT,
            List.of(new Batch.Write.Put(X, value.getBytes(StandardCharsets.UTF_8))));
    }

    private static byte[] random(int length) {
        var octets = new byte[length];
        new Random(1).nextBytes(octets);
        return octets;
    }

    @Test void aDirectoryHasOneUser() {
        try (var store = RocksStore.open(directory)) {
            var refused = assertThrows(StoreException.class, () -> RocksStore.open(directory.resolve(".")));
            assertEquals("another Sigillo (pid " + ProcessHandle.current().pid() + ") uses " + directory.resolve("."),
                refused.getMessage());
            assertEquals(new Written.Applied(1), store.partition(A).apply(batch(0, "still works")));
        }
        RocksStore.open(directory).close();
    }

    @Test void onlyTheOwnerMayLookIn() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        RocksStore.open(directory).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    }

    @Test void aNewerSchemaIsNotTouched() {
        RocksStore.open(directory).close();
        try (var database = new Database(directory.resolve("rocksdb"))) {
            Schema.mark(database, Schema.VERSION + 1);
        }
        for (int i = 0; i < 2; i++) {
            var refused = assertThrows(StoreException.class, () -> RocksStore.open(directory));
            assertEquals("the store in " + directory + " has schema 2, this Sigillo knows schema 1:"
                + " use the version of Sigillo that wrote it", refused.getMessage());
        }
    }

    /** A log that fails when it should sync; what it wrote before may or may not be on the disk. */
    @Test void afterAFailedSyncNothingIsWrittenUntilARestart() throws IOException {
        var broken = new AtomicBoolean();
        try (var store = RocksStore.open(directory, null, log -> (batch, sync) -> {
            log.write(batch, sync);
            if (sync && broken.get()) throw failure(Status.SubCode.None);
        })) {
            var partition = store.partition(A);
            partition.apply(batch(0, "1"));
            store.blobs().put(BLOB, Octets.of(random(100)));
            broken.set(true);
            var refused = assertInstanceOf(Written.Refused.class, partition.apply(batch(1, "2")));
            assertEquals(Written.Cause.FAILED, refused.cause());
            assertTrue(refused.mayBeKept(), "the log has it");
            broken.set(false);
            var later = assertInstanceOf(Written.Refused.class, partition.apply(batch(1, "2")), "a later sync says nothing");
            assertFalse(later.mayBeKept());
            assertFalse(assertThrows(StoreException.class,
                () -> store.blobs().put(Bytes.utf8("other"), Octets.of(random(1)))).isFull());
            assertThrows(StoreException.class, () -> store.remove(A));
            assertThrows(StoreException.class, store.blobs()::sync);
            assertTrue(store.trouble().orElseThrow().startsWith("no writes until a restart"));
            assertTrue(partition.get(X).isPresent(), "reads go on");
            assertArrayEquals(random(100), store.blobs().get(BLOB).bytes(0, 100, 100));
        }
        try (var store = RocksStore.open(directory)) {
            assertEquals(Optional.empty(), store.trouble());
            long revision = store.partition(A).revision();
            assertEquals(new Written.Applied(revision + 1), store.partition(A).apply(batch(revision, "3")));
        }
    }

    private static RocksDBException failure(Status.SubCode why) {
        return new RocksDBException("as the test wants", new Status(Status.Code.IOError, why, "as the test wants"));
    }

    @Test void aFullDiskPassesByItself() {
        var full = new AtomicBoolean(true);
        try (var store = RocksStore.open(directory, null, log -> (batch, sync) -> {
            if (full.get()) throw failure(Status.SubCode.NoSpace);
            log.write(batch, sync);
        })) {
            var refused = assertInstanceOf(Written.Refused.class, store.partition(A).apply(batch(0, "1")));
            assertEquals(Written.Cause.FULL, refused.cause());
            assertTrue(refused.mayBeKept(), "it was begun");
            assertTrue(store.trouble().isPresent());
            assertEquals(0, store.partition(A).revision());
            full.set(false);
            assertEquals(new Written.Applied(1), store.partition(A).apply(batch(0, "2")));
            assertEquals(Optional.empty(), store.trouble());
        }
    }

    @Test void belowTheFloorOnlyWhatGivesSpaceIsWritten() throws IOException {
        try (var store = RocksStore.open(directory)) {
            store.partition(A).apply(batch(0, "1"));
            for (var id : List.of(BLOB, X)) store.blobs().put(id, Octets.of(random(300_000)));
        }
        try (var store = RocksStore.open(directory, new Settings(Long.MAX_VALUE))) {
            var refused = assertInstanceOf(Written.Refused.class, store.partition(A).apply(batch(1, "2")));
            assertEquals(Written.Cause.FULL, refused.cause());
            assertFalse(refused.mayBeKept());
            var put = Bytes.utf8("new");
            assertTrue(assertThrows(StoreException.class,
                () -> store.blobs().put(put, Octets.of(random(600_000)))).isFull());
            assertFalse(store.blobs().has(put));
            store.blobs().delete(X);
            assertFalse(store.blobs().has(X));
            assertTrue(store.trouble().orElseThrow().contains("is full"));
            assertArrayEquals(random(300_000), store.blobs().get(BLOB).bytes(0, 300_000, 300_000));
            store.remove(A);
            assertEquals(List.of(), store.partitions(""));
        }
    }

    /** Half of the floor is for what makes room: rows too, but not what adds beside it. */
    @Test void whatMakesRoomHasAReserve() throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        try (var store = RocksStore.open(directory, new Settings(free / 2 * 3))) {
            var partition = store.partition(A);
            assertInstanceOf(Written.Refused.class, partition.apply(batch(0, "1")));
            assertEquals(new Written.Applied(1), partition.apply(givingSpace(0)));
            assertTrue(store.trouble().orElseThrow().contains("is full"), "what has come in says nothing of the rest");
            assertInstanceOf(Written.Refused.class, partition.apply(batch(1, "2")));
        }
        try (var store = RocksStore.open(directory, new Settings(Long.MAX_VALUE))) {
            var refused = assertInstanceOf(Written.Refused.class, store.partition(A).apply(givingSpace(1)));
            assertEquals(Written.Cause.FULL, refused.cause(), "the reserve has an end");
        }
    }

    private static Batch givingSpace(long revision) {
        var adds = batch(revision, "kept");
        return new Batch(revision, adds.commitId(), adds.lane(), adds.writes(), true);
    }

    @Test void aCommitterThatStumblesTakesNobodyWithIt() {
        WriteLog bug = (_, _) -> { throw new IllegalStateException("a bug that the log shows, meant by this test"); };
        try (var store = RocksStore.open(directory, null, _ -> bug)) {
            var refused = assertInstanceOf(Written.Refused.class, store.partition(A).apply(batch(0, "1")));
            assertEquals(Written.Cause.FAILED, refused.cause());
            assertTrue(refused.mayBeKept());
            assertInstanceOf(Written.Refused.class, store.partition(A).apply(batch(0, "1")));
        }
    }

    /** A bit that turned on the disk, in the files that hold blobs and in those that hold rows. */
    @Test void aChangedOctetIsReportedAndNotGivenOut() throws IOException {
        try (var store = RocksStore.open(directory)) {
            store.blobs().put(BLOB, Octets.of(random(200_000)));
            store.partition(new PartitionName("a/0")).apply(batch(0, "fills the file's first block".repeat(1000)));
            store.partition(A).apply(batch(0, "a value that is found in its file".repeat(10)));
        }
        flip("blob", random(200_000), 100_000);
        flip("sst", "a value that is found".getBytes(StandardCharsets.UTF_8), 5);
        try (var store = RocksStore.open(directory)) {
            var blob = store.blobs().get(BLOB);
            assertEquals(random(200_000)[0], blob.bytes(0, 1, 1)[0], "another chunk is whole");
            assertThrows(StoreException.class, () -> blob.bytes(99_000, 101_000, 2000));
            assertThrows(StoreException.class, () -> store.partition(A).get(X));
            assertThrows(StoreException.class,
                () -> store.partition(A).range(X, X.afterPrefix(), false, (_, _) -> true));
            assertEquals(1, store.partition(A).revision());
        }
    }

    /** The heads of some partitions lie in a block that was changed: all are listed, and the others are as they were. */
    @Tag("gate") @Test void partitionsAreListedThoughHeadsAreDamaged() throws IOException {
        int count = 2_000;
        var id = new UUID(0x1234567890abcdefL, 0x0fedcba987654321L);
        try (var store = RocksStore.open(directory)) {
            for (int i = 0; i < count; i++) store.partition(numbered(i)).apply(
                new Batch(0, i == 1_000 ? id : new UUID(1, i), Batch.Lane.PROMPT, batch(0, "the value of " + i).writes()));
        }
        flip("sst", ByteBuffer.allocate(24).putLong(1).putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits()).array(), 12);
        try (var store = RocksStore.open(directory)) {
            var names = store.partitions("a/");
            var all = IntStream.range(0, count).mapToObj(RocksFailureTest::numbered).toList();
            assertTrue(names.containsAll(all), names.toString());
            assertEquals(List.copyOf(new TreeSet<>(names.stream().map(PartitionName::text).toList())),
                names.stream().map(PartitionName::text).toList());
            int readable = 0;
            for (var name : all) {
                assertTrue(store.partition(name).get(X).isPresent(), "rows lie elsewhere");
                try {
                    assertEquals(1, store.partition(name).revision());
                    readable++;
                } catch (Damaged head) {
                    assertThrows(Damaged.class, () -> store.partition(name).apply(batch(1, "x")));
                }
            }
            assertTrue(readable > 0 && readable < count, readable + " of " + count);
            assertEquals(List.of(), store.partitions("b/"));
        }
    }

    private static PartitionName numbered(int number) { return new PartitionName("a/" + (1000 + number)); }

    /** Changes an octet {@code at} octets after the place where {@code content} begins in a file of that kind. */
    private void flip(String kind, byte[] content, int at) throws IOException {
        var start = new String(content, 0, 20, StandardCharsets.ISO_8859_1);
        try (var files = Files.newDirectoryStream(directory.resolve("rocksdb"), "*." + kind)) {
            for (var file : files) {
                var octets = Files.readAllBytes(file);
                int place = new String(octets, StandardCharsets.ISO_8859_1).indexOf(start);
                if (place < 0) continue;
                octets[place + at] ^= 1;
                Files.write(file, octets);
                return;
            }
        }
        throw new AssertionError("no such content in any ." + kind);
    }

    /** RocksDB is content with these; our own checksum is over key and value, and is not. */
    @Test void aValueUnderAnothersKeyIsReported() throws Exception {
        try (var store = RocksStore.open(directory)) {
            store.blobs().put(BLOB, Octets.of(random(70_000)));
            store.partition(A).apply(batch(0, "1"));
        }
        try (var database = new Database(directory.resolve("rocksdb")); var batch = new WriteBatch()) {
            var chunk = Checksum.append(Keys.chunk(BLOB, 0), random(65_536));
            batch.put(database.chunkFamily(), Keys.chunk(BLOB, 1), chunk);
            var row = Checksum.append(Keys.row(Keys.rows(A), BLOB), new byte[1]);
            batch.put(database.rowFamily(), Keys.row(Keys.rows(A), X), row);
            batch.put(database.rowFamily(), Keys.head(A), new byte[2]);
            database.write(batch, true);
        }
        try (var store = RocksStore.open(directory)) {
            var blob = store.blobs().get(BLOB);
            assertThrows(StoreException.class, () -> blob.bytes(65_000, 66_000, 1000));
            var unreadable = assertThrows(StoreException.class, () -> store.partition(A).get(X));
            assertEquals("the checksum of a row of a/1 does not match: the disk has changed it",
                unreadable.getMessage());
            var inAPage = assertThrows(StoreException.class, () -> store.partition(A).read(X, X.afterPrefix(), new Page(1, 9)));
            assertEquals(unreadable.getMessage(), inAPage.getMessage());
            assertThrows(StoreException.class, () -> store.partition(A).apply(batch(1, "2")), "its head is unreadable");
            var other = store.partition(new PartitionName("a/2"));
            assertEquals(new Written.Applied(1), other.apply(batch(0, "others go on")));
            assertEquals(Optional.empty(), store.trouble());
        }
    }

    @Test void aMissingChunkIsReported() throws Exception {
        try (var store = RocksStore.open(directory)) {
            store.blobs().put(BLOB, Octets.of(random(70_000)));
        }
        try (var database = new Database(directory.resolve("rocksdb")); var batch = new WriteBatch()) {
            batch.delete(database.chunkFamily(), Keys.chunk(BLOB, 1));
            database.write(batch, true);
        }
        try (var store = RocksStore.open(directory)) {
            var blob = store.blobs().get(BLOB);
            assertThrows(StoreException.class, () -> blob.bytes(65_000, 66_000, 1000));
        }
    }

    /** Six files, of which each keeps one of its ten blobs. */
    @Tag("gate") @Test void theSpaceOfDeletedBlobsComesBack() throws Exception {
        for (int file = 0; file < 6; file++) {
            try (var store = RocksStore.open(directory)) {
                for (int i = 0; i < 10; i++) store.blobs().put(Bytes.utf8("b" + file + i), Octets.of(random(30_000)));
            }
        }
        try (var store = RocksStore.open(directory)) {
            for (int i = 0; i < 60; i++) if (i % 10 > 0) store.blobs().delete(Bytes.utf8("b" + i / 10 + i % 10));
        }
        try (var database = new Database(directory.resolve("rocksdb"))) {
            assertTrue(database.blobUse().all() > 1_700_000, database.blobUse().toString());
            for (int i = 0; i < 8; i++) database.reclaim();
            assertTrue(database.blobUse().all() < 400_000, database.blobUse().toString());
        }
        try (var store = RocksStore.open(directory)) {
            for (int file = 0; file < 6; file++) {
                var kept = store.blobs().get(Bytes.utf8("b" + file + "0"));
                assertArrayEquals(random(30_000), kept.bytes(0, 30_000, 30_000));
            }
        }
    }
}
