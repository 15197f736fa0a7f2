package sigillo.store.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.BlobContract;
import sigillo.store.DurableContract;
import sigillo.store.Head;
import sigillo.store.PartitionContract;
import sigillo.store.Store;
import sigillo.store.StoreContract;
import sigillo.store.StoreCopyContract;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.TransactionsContract;
import sigillo.store.Written;

/** The store over a real Cassandra keeps to the contracts. One store for all, emptied before each test. */
@Tag("gate")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraStoreTest implements PartitionContract, BlobContract, TransactionsContract, DurableContract,
        StoreCopyContract {
    private static final String KEYSPACE = "contracts";
    private Store store;

    @BeforeAll void open() { store = CassandraStore.open(OneNode.settings(KEYSPACE)); }

    @BeforeEach void empty() { OneNode.empty(store); }

    @AfterAll void close() {
        if (store != null) store.close();
    }

    @Override public Store store() { return store; }

    /** Each change of a long value deletes the one before: these are kept as long as they are of use, and no longer. */
    @Test void deletedLongValuesAreForgottenWithinHours() {
        var settings = OneNode.settings(KEYSPACE);
        try (var session = CqlSession.builder().addContactPoints(settings.contactPoints()).withLocalDatacenter("dc1").build()) {
            session.execute("ALTER TABLE " + KEYSPACE + ".bulk WITH gc_grace_seconds = 864000"); // as it was made before
            CassandraStore.open(settings).close();
            var grace = session.execute("SELECT gc_grace_seconds FROM system_schema.tables WHERE keyspace_name = '" + KEYSPACE
                + "' AND table_name = 'bulk'").one();
            assertEquals(21_600, grace.getInt(0));
        }
    }

    // ---- what only a cluster does ----

    private static Bytes numbered(int number) {
        return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'u').putInt(5, number).array()); }

    private static final Bytes X = Bytes.utf8("x");
    private static final Bytes FROM = Bytes.utf8("u");
    private static final Bytes TO = Bytes.utf8("v");

    private void apply(int revision, int from, int to, Function<Bytes, Batch.Write> write) {
        var writes = IntStream.range(from, to).mapToObj(i -> write.apply(numbered(i))).toList();
        var batch = new Batch(revision, new UUID(1, revision), Batch.Lane.BULK, writes);
        assertEquals(new Written.Applied(revision + 1), store.partition(A).apply(batch));
    }

    /** A node gives up on more than 4,000 deleted rows here; by default on 100,000. */
    @Test void readsOverMoreDeletedRowsThanANodeGoesThrough() {
        apply(0, 0, 5_000, key -> new Batch.Write.Put(key, new byte[] {1}));
        apply(1, 4_000, 10_000, key -> new Batch.Write.Put(key, new byte[] {2}));
        apply(2, 0, 5_000, Batch.Write.Delete::new);
        apply(3, 5_000, 9_990, Batch.Write.Delete::new);
        for (boolean reverse : List.of(false, true)) {
            var seen = new ArrayList<Bytes>();
            store.partition(A).range(FROM, TO, reverse, (key, _) -> seen.add(key));
            var expected = IntStream.range(9_990, 10_000).mapToObj(CassandraStoreTest::numbered).toList();
            assertEquals(reverse ? expected.reversed() : expected, seen);
        }
        assertEquals(4, store.partition(A).revision());
    }

    /**
     * What is not named any more is not kept: of a value that was replaced, deleted, lost a race or went with its
     * partition.
     */
    @Test void longValuesGoWithTheirRows() {
        var value = new byte[5_000];
        apply(0, 0, 300, key -> new Batch.Write.Put(key, value));
        assertEquals(300, longValues());
        apply(1, 0, 100, key -> new Batch.Write.Put(key, value));
        apply(2, 100, 200, Batch.Write.Delete::new);
        apply(3, 200, 250, key -> new Batch.Write.Put(key, new byte[512]));
        assertEquals(150, longValues());
        var late = new Batch(2, UUID.randomUUID(), Batch.Lane.PROMPT, List.of(new Batch.Write.Put(numbered(1), value)));
        assertEquals(new Written.Conflict(4), store.partition(A).apply(late));
        assertEquals(150, longValues());
        store.remove(A);
        assertEquals(0, longValues());
    }

    /** What a stop has left between writing a long value and naming it goes when it is old; what is named never does. */
    @Test void longValuesOfNobodyGo() {
        var value = new byte[5_000];
        apply(0, 0, 10, key -> new Batch.Write.Put(key, value));
        asked("UPDATE " + KEYSPACE + ".bulk USING TIMESTAMP 1 SET v = 0x00 WHERE p = 'a/1' AND bucket = 0x75000000"
            + " AND k = 0x7500000000 AND id = 00000000-0000-0000-0000-000000000001");
        asked("INSERT INTO " + KEYSPACE + ".bulk (p, bucket, k, id, v) VALUES ('a/2', 0x75, 0x7500,"
            + " 00000000-0000-0000-0000-000000000002, 0x00) USING TIMESTAMP 1");
        asked("INSERT INTO " + KEYSPACE + ".bulk (p, bucket, k, id, v) VALUES ('a/2', 0x75, 0x7501,"
            + " 00000000-0000-0000-0000-000000000003, 0x00)");
        assertEquals(13, longValues());
        assertEquals(0, store.tidy(() -> true));
        assertEquals(2, store.tidy(() -> false));
        assertEquals(11, longValues());
        assertEquals(0, store.tidy(() -> false));
        var read = new ArrayList<Bytes>();
        store.partition(A).range(FROM, TO, false, (key, _) -> read.add(key));
        assertEquals(10, read.size());
        asked("TRUNCATE " + KEYSPACE + ".bulk");
    }

    /** Each value is written before the batch that names it: a clock that is days ahead takes none for nobody's. */
    @Test void aClockThatIsAheadDestroysNothing() throws Exception {
        var ahead = Instant.now().plus(Duration.ofDays(3));
        var partition = store.partition(A);
        var transactions = new Transactions(partition);
        var isOver = new AtomicBoolean();
        var written = new AtomicInteger();
        var writers = new ArrayList<Thread>();
        for (int writer = 0; writer < 4; writer++) {
            int number = writer;
            writers.add(Thread.startVirtualThread(() -> {
                for (int i = 0; !isOver.get(); i++) {
                    var key = numbered(number * 10_000 + i % 50);
                    transactions.write(tx -> {
                        tx.put(key, new byte[2_000]);
                        return null;
                    });
                    written.incrementAndGet();
                }
            }));
        }
        long swept = 0;
        for (int sweep = 0; sweep < 30 || written.get() < 60; sweep++) swept += ((CassandraStore) store).tidy(() -> false, ahead);
        isOver.set(true);
        for (var writer : writers) writer.join();
        var read = new ArrayList<Bytes>();
        partition.range(FROM, TO, false, (key, value) -> value.length == 2_000 && read.add(key));
        assertEquals(longValues(), read.size(), "swept were " + swept);
        assertTrue(read.size() > 4, read.size() + " values");
    }

    /** It was stopped between a value and its batch for so long that the value was swept: the batch does not get in. */
    @Test void whoComesAfterTheSweepDoesNotGetIn() {
        apply(0, 0, 1, key -> new Batch.Write.Put(key, new byte[] {1}));
        try (var cluster = Cluster.connect(OneNode.settings(KEYSPACE))) {
            var bulk = new Bulk(cluster);
            var rows = new RowTable(cluster, "rows");
            var place = new Bulk.Place(numbered(1), Bulk.fresh(new byte[600]));
            bulk.put(A, Map.of(place, new byte[600]));
            var late = rows.commit(A, 1, new Head(2, UUID.randomUUID()),
                new LinkedHashMap<>(Map.of(place.key(), place.at())));
            assertEquals(1, ((CassandraStore) store).tidy(() -> false, Instant.now().plus(Duration.ofDays(3))));
            assertFalse(cluster.askOnce(late).wasApplied());
        }
        assertEquals(Optional.empty(), store.partition(A).get(numbered(1)));
        assertEquals(0, longValues());
    }

    /** Else it would keep all that is committed with it from getting in, for ever. */
    @Test void aDamagedRowIsWrittenOverAndDeleted() {
        store.partition(A).apply(StoreContract.batch(0, StoreContract.put("x", "1"), StoreContract.put("y", "1")));
        asked("UPDATE " + KEYSPACE + ".rows SET v = 0x0032deadbeef WHERE p = 'a/1' AND k IN (0x0178, 0x0179)");
        assertThrows(StoreException.class, () -> store.partition(A).get(X));
        var batch = StoreContract.batch(1, StoreContract.put("x", "2"), new Batch.Write.Delete(Bytes.utf8("y")));
        assertEquals(new Written.Applied(2), store.partition(A).apply(batch));
        assertEquals(List.of("x=2"), StoreContract.rows(store.partition(A), "", "z", false));
    }

    private static long longValues() {
        return asked("SELECT k FROM " + KEYSPACE + ".bulk").count();
    }

    private static Stream<Row> asked(String cql) {
        try (var session = CqlSession.builder().addContactPoints(OneNode.settings(KEYSPACE).contactPoints())
            .withLocalDatacenter("dc1").build()) {
            return session.execute(cql).all().stream();
        }
    }

    @Test void aRevisionIsRaisedAndNeverLowered() {
        store.partition(A).apply(StoreContract.batch(0, StoreContract.put("x", "1")));
        store.partition(A).raise(1_000);
        store.partition(A).raise(10);
        store.partition(B).raise(7);
        assertEquals(1_000, store.partition(A).revision());
        assertEquals(List.of(A, B), store.partitions(""));
        assertEquals(new Written.Applied(1_001), store.partition(A).apply(StoreContract.batch(1_000)));
        assertEquals(List.of("x=1"), StoreContract.rows(store.partition(A), "", "z", false));
    }

    @Test void aKeyspaceOfANewerVersionIsNotTouched() {
        asked("UPDATE " + KEYSPACE + ".about SET value = '2' WHERE key = 'schema'");
        try {
            var refused = assertThrows(StoreException.class, () -> CassandraStore.open(OneNode.settings(KEYSPACE)));
            assertTrue(refused.getMessage().contains("has schema 2, this Sigillo knows schema 1"),
                refused.getMessage());
        } finally {
            asked("UPDATE " + KEYSPACE + ".about SET value = '1' WHERE key = 'schema'");
        }
    }

    @Test void aKeyspaceThatIsNotThereIsSaid() {
        var settings = OneNode.settings("nowhere");
        var without = new ClusterSettings(settings.contactPoints(), "dc1", "nowhere", List.of(), Optional.empty(),
            Optional.empty());
        var refused = assertThrows(StoreException.class, () -> CassandraStore.open(without));
        assertTrue(refused.getMessage().startsWith("there is no keyspace nowhere"), refused.getMessage());
    }

    @Test void aValueThatWasChangedIsReported() {
        store.partition(A).apply(StoreContract.batch(0, StoreContract.put("x", "1")));
        asked("UPDATE " + KEYSPACE + ".rows SET v = 0x0032deadbeef WHERE p = 'a/1' AND k = 0x0178");
        try {
            var unreadable = assertThrows(StoreException.class, () -> store.partition(A).get(X));
            assertEquals("the checksum of a row of a/1 does not match: the disk has changed it",
                unreadable.getMessage());
            assertThrows(StoreException.class, () ->
                store.partition(A).range(X, X.afterPrefix(), false, (_, _) -> true));
        } finally {
            asked("DELETE FROM " + KEYSPACE + ".rows WHERE p = 'a/1' AND k = 0x0178");
        }
    }

    @Override public void reopen() {
        store.close();
        store = CassandraStore.open(OneNode.settings(KEYSPACE));
    }
}
