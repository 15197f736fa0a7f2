package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.store.StoreContract.batch;
import static sigillo.store.StoreContract.delete;
import static sigillo.store.StoreContract.key;
import static sigillo.store.StoreContract.put;
import static sigillo.store.StoreContract.rows;
import static sigillo.store.StoreContract.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;

/** What every backend's partitions keep to. */
public interface PartitionContract extends StoreContract {

    @Test default void isEmptyAtRevisionZeroBeforeTheFirstBatch() {
        var partition = store().partition(A);
        assertEquals(A, partition.name());
        assertEquals(0, partition.revision());
        assertTrue(partition.get(key("x")).isEmpty());
        assertEquals(List.of(), rows(partition, "", "z", false));
        assertEquals(List.of(), store().partitions(""));
    }

    @Test default void appliesABatchAndCountsItsRevision() {
        var partition = store().partition(A);
        var first = batch(0, put("x", "1"), put("y", "2"));
        assertEquals(new Written.Applied(1), partition.apply(first));
        assertEquals(new Head(1, first.commitId()), partition.head());
        var second = batch(1, delete("x"), put("y", "3"), put("z", "4"));
        assertEquals(new Written.Applied(2), partition.apply(second));
        assertEquals(new Head(2, second.commitId()), store().partition(A).head());
        assertEquals(List.of("y=3", "z=4"), rows(partition, "", "zz", false));
    }

    /** By pages of any size; a row that is longer than a page has one to itself. */
    @Test default void isReadByPages() {
        var partition = store().partition(A);
        var random = new Random(7);
        var writes = new ArrayList<Batch.Write>();
        for (int i = 0; i < 400; i++) {
            int length = random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(300);
            writes.add(put(String.format("k%05d", i * 7), "v".repeat(length) + i));
        }
        partition.apply(batch(0, writes.toArray(Batch.Write[]::new)));
        store().partition(B).apply(batch(0, put("k00001", "another's")));
        for (var page : List.of(new Page(0, 1), new Page(0, 1_000), new Page(20_000, 13), new Page(1 << 20, 1_000))) {
            for (var to : List.of("k00000", "k01001", "z")) {
                assertEquals(rows(partition, "k00000", to, false), readThrough(partition, page, to));
            }
        }
    }

    private static List<String> readThrough(Partition partition, Page page, String to) {
        var all = new ArrayList<String>();
        for (var from = key("k00000"); ; ) {
            partition.read(from, key(to), page);
            if (page.count() == 0) return all;
            for (int row = 0; row < page.count(); row++) {
                from = page.key(row);
                all.add(from.toUtf8() + "=" + Bytes.wrap(page.value(row).toArray()).toUtf8());
            }
            from = Bytes.utf8(from.toUtf8() + "!");
        }
    }

    @Test default void anEmptyBatchCountsToo() {
        var partition = store().partition(A);
        assertEquals(new Written.Applied(1), partition.apply(batch(0)));
        assertEquals(1, partition.revision());
    }

    @Test default void writesNothingOfABatchForAnotherRevision() {
        var partition = store().partition(A);
        var first = batch(0, put("x", "1"));
        partition.apply(first);
        for (long wrong : new long[] {0, 2, 77, -1}) {
            assertEquals(new Written.Conflict(1), partition.apply(batch(wrong, put("x", "2"), put("y", "2"))));
        }
        assertEquals(new Head(1, first.commitId()), partition.head());
        assertEquals(List.of("x=1"), rows(partition, "", "z", false));
    }

    @Test default void aLaterWriteToTheSameKeyWins() {
        var partition = store().partition(A);
        partition.apply(batch(0, put("x", "1"), delete("x"), put("x", "2"), put("y", "1"), delete("y")));
        assertEquals(List.of("x=2"), rows(partition, "", "z", false));
    }

    @Test default void ofManyBatchesForOneRevisionOneIsApplied() {
        var partition = store().partition(A);
        var answers = new ArrayList<CompletableFuture<Written>>();
        for (int i = 0; i < 50; i++) answers.add(partition.submit(batch(0, put("x" + i, ""))));
        var written = answers.stream().map(CompletableFuture::join).toList();
        assertEquals(1, written.stream().filter(w -> w.equals(new Written.Applied(1))).count());
        assertEquals(49, written.stream().filter(w -> w.equals(new Written.Conflict(1))).count());
        assertEquals(1, rows(partition, "", "z", false).size());
    }

    @Test default void batchesThatWaitTogetherAreAppliedInTheirOrder() {
        var partition = store().partition(A);
        var answers = new ArrayList<CompletableFuture<Written>>();
        for (int i = 0; i < 50; i++) answers.add(partition.submit(batch(i, put("x", "" + i))));
        for (int i = 0; i < 50; i++) assertEquals(new Written.Applied(i + 1), answers.get(i).join());
        assertEquals(List.of("x=49"), rows(partition, "", "z", false));
    }

    @Test default void bothLanesGetThrough() {
        var answers = new ArrayList<CompletableFuture<Written>>();
        for (int i = 0; i < 40; i++) {
            var lane = i % 2 == 0 ? Batch.Lane.PROMPT : Batch.Lane.BULK;
            var partition = store().partition(new PartitionName("lane/" + i % 2));
            answers.add(partition.submit(new Batch(i / 2, UUID.randomUUID(), lane, List.of(put("x", "")))));
        }
        for (int i = 0; i < 40; i++) assertEquals(new Written.Applied(i / 2 + 1), answers.get(i).join());
    }

    @Test default void partitionsDoNotSeeEachOther() {
        store().partition(A).apply(batch(0, put("x", "1")));
        store().partition(B).apply(batch(0, put("x", "2"), put("y", "2")));
        assertEquals(List.of("x=1"), rows(store().partition(A), "", "z", false));
        assertEquals(List.of("x=2", "y=2"), rows(store().partition(B), "", "z", false));
    }

    @Test default void rangesAreInOctetOrderAndHalfOpen() {
        var partition = store().partition(A);
        var keys = List.of("", "00", "0000", "0001", "007f", "0080", "00ff", "01", "7f", "80", "ff", "ffff");
        var writes = keys.stream().map(PartitionContract::hex).map(k -> new Batch.Write.Put(k, k.toArray()));
        partition.apply(batch(0, writes.toArray(Batch.Write[]::new)));
        assertEquals(keys.subList(1, 7), visited(partition, "00", "01", false));
        assertEquals(keys.subList(1, 7).reversed(), visited(partition, "00", "01", true));
        assertEquals(keys, visited(partition, "", "ffffff", false));
        assertEquals(keys.reversed(), visited(partition, "", "ffffff", true));
        assertEquals(List.of(), visited(partition, "01", "01", false));
        assertEquals(List.of(), visited(partition, "02", "01", false));
        assertEquals(List.of(), visited(partition, "02", "01", true));
        assertEquals(List.of("0080"), visited(partition, "0080", "0081", true));
    }

    private static Bytes hex(String text) { return Bytes.of(java.util.HexFormat.of().parseHex(text)); }

    private static List<String> visited(Partition partition, String from, String to, boolean reverse) {
        var keys = new ArrayList<String>();
        partition.range(hex(from), hex(to), reverse, (key, value) -> {
            assertEquals(key, Bytes.of(value));
            return keys.add(key.toString());
        });
        return keys;
    }

    @Test default void aRangeEndsWhenTheVisitorHasEnough() {
        var partition = store().partition(A);
        partition.apply(batch(0, put("a", ""), put("b", ""), put("c", "")));
        var seen = new ArrayList<Bytes>();
        partition.range(key("a"), key("z"), false, (k, _) -> seen.add(k) && seen.size() < 2);
        assertEquals(List.of(key("a"), key("b")), seen);
    }

    @Test default void aVisitorsExceptionComesOut() {
        var partition = store().partition(A);
        partition.apply(batch(0, put("a", "")));
        assertThrows(ArithmeticException.class,
            () -> partition.range(key("a"), key("z"), false, (_, _) -> { throw new ArithmeticException(); }));
        assertEquals(List.of("a="), rows(partition, "", "z", false));
    }

    @Test default void aRangeIsOneStateWhileOthersWrite() {
        var partition = store().partition(A);
        for (int i = 0; i < 20; i++) partition.apply(batch(i, put("k" + (char) ('a' + i), "old")));
        var seen = new ArrayList<String>();
        partition.range(key("k"), key("l"), false, (k, v) -> {
            if (seen.isEmpty()) Futures.join(CompletableFuture.runAsync(() -> rewrite(partition)));
            return seen.add(k.toUtf8() + StoreContract.text(v));
        });
        assertEquals(20, seen.stream().filter(row -> row.endsWith("old")).count());
        assertEquals(20, seen.size());
        assertEquals(List.of("zz=new"), rows(partition, "", "zzz", false));
    }

    private static void rewrite(Partition partition) {
        var writes = new ArrayList<Batch.Write>();
        partition.range(key("k"), key("l"), false, (k, _) -> writes.add(new Batch.Write.Delete(k)));
        writes.add(put("zz", "new"));
        assertEquals(new Written.Applied(21), partition.apply(batch(20, writes.toArray(Batch.Write[]::new))));
    }

    @Test default void whatWasReadMayBeChangedByTheReader() {
        var partition = store().partition(A);
        partition.apply(batch(0, put("a", "value")));
        partition.get(key("a")).orElseThrow()[0] = 'X';
        partition.range(key("a"), key("b"), false, (_, v) -> (v[0] = 'Y') == 'Y');
        assertArrayEquals(value("value"), partition.get(key("a")).orElseThrow());
    }

    @Test default void takesKeysAndValuesUpToTheirLimits() {
        var partition = store().partition(A);
        var longest = Bytes.of(new byte[Partition.KEY_OCTETS_MAX]);
        var largest = new byte[Partition.VALUE_OCTETS_MAX];
        java.util.Arrays.fill(largest, (byte) 7);
        partition.apply(batch(0, new Batch.Write.Put(longest, largest), new Batch.Write.Put(Bytes.EMPTY, new byte[0])));
        assertArrayEquals(largest, partition.get(longest).orElseThrow());
        assertArrayEquals(new byte[0], partition.get(Bytes.EMPTY).orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> new Batch.Write.Put(key("a"), new byte[largest.length + 1]));
        assertThrows(IllegalArgumentException.class, () -> new Batch.Write.Delete(Bytes.of(new byte[513])));
    }

    @Test default void listsPartitionsByPrefix() {
        for (var name : List.of("a/2", "a/10", "a/1", "directory", "b", "a")) {
            store().partition(new PartitionName(name)).apply(batch(0));
        }
        store().partition(new PartitionName("a/never-written"));
        assertEquals(List.of("a/1", "a/10", "a/2"), names("a/"));
        assertEquals(List.of("a", "a/1", "a/10", "a/2", "b", "directory"), names(""));
        assertEquals(List.of("a/1", "a/10"), names("a/1"));
        assertEquals(List.of(), names("c"));
    }

    @Test default void removesAPartitionWithAllItsKeys() {
        for (var name : List.of("a/1", "a/10", "a/2")) {
            store().partition(new PartitionName(name)).apply(batch(0, put("", "0"), put("x", "1")));
        }
        var removed = store().partition(A);
        store().remove(A);
        store().remove(new PartitionName("never-there"));
        assertEquals(List.of("a/10", "a/2"), names(""));
        assertEquals(0, removed.revision());
        assertEquals(List.of(), rows(removed, "", "z", false));
        assertEquals(2, rows(store().partition(new PartitionName("a/10")), "", "z", false).size());
        assertEquals(new Written.Conflict(0), removed.apply(batch(1, put("x", "2"))));
        assertEquals(new Written.Applied(1), removed.apply(batch(0, put("y", "2"))));
        assertEquals(List.of("y=2"), rows(removed, "", "z", false));
    }

    private List<String> names(String prefix) {
        return store().partitions(prefix).stream().map(PartitionName::text).toList();
    }
}
