package sigillo.store.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** A partition of 1,000,000 rows is about as quick as a small one. Prints its figures, for docs/measurements.md. */
@Tag("long")
class LargePartitionTest {
    private static final int ROWS = 1_000_000;
    private static final int ROWS_OF_COMMIT = 20_000;

    private static Bytes key(int number) {
        return Bytes.wrap(ByteBuffer.allocate(13).put((byte) 'u').putLong(7).putInt(number).array());
    }

    private static void commit(Partition partition, long revision, IntStream rows) {
        var writes = rows.<Batch.Write>mapToObj(row -> new Batch.Write.Put(key(row), new byte[80])).toList();
        var batch = new Batch(revision, UUID.randomUUID(), Batch.Lane.BULK, writes);
        assertEquals(new Written.Applied(revision + 1), partition.apply(batch));
    }

    @Test void aMillionRowsAreUsable() {
        try (var store = CassandraStore.open(OneNode.settings("large"))) {
            OneNode.empty(store);
            var small = store.partition(new PartitionName("a/small"));
            var large = store.partition(new PartitionName("a/large"));
            for (int warm = 0; warm < 300; warm++) commit(small, warm, IntStream.range(warm * 10, warm * 10 + 10));
            rate("commits of 20,000 rows", ROWS / ROWS_OF_COMMIT,
                i -> commit(large, i, IntStream.range(i * ROWS_OF_COMMIT, (i + 1) * ROWS_OF_COMMIT)));
            double smallCommits = rate("commits to a small one", 200, i -> commit(small, 300 + i, IntStream.of(i)));
            double largeCommits =
                rate("commits to the large one", 200, i -> commit(large, 50 + i, IntStream.of(i * 4_999)));
            double smallReads = rate("reads of a row of the small one", 500, i -> small.get(key(i)).orElseThrow());
            double largeReads = rate("reads of a row of the large one", 500, i ->
                large.get(key(i * 1_999)).orElseThrow());
            var seen = new AtomicInteger();
            var all = List.of(Bytes.utf8("u"), Bytes.utf8("v"));
            rate("lists of all rows of the large one", 1,
                _ -> large.range(all.getFirst(), all.getLast(), false, (_, _) -> seen.incrementAndGet() > 0));
            assertEquals(ROWS, seen.get());
            assertTrue(largeCommits > smallCommits / 4, largeCommits + " and " + smallCommits);
            assertTrue(largeReads > smallReads / 4, largeReads + " and " + smallReads);
        }
    }

    private static double rate(String what, int times, IntConsumer work) {
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) work.accept(i);
        double rate = times * 1e9 / (System.nanoTime() - began);
        System.out.printf("%s: %.2f a second%n", what, rate);
        return rate;
    }
}
