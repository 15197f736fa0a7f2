package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.store.StoreContract.batch;
import static sigillo.store.StoreContract.key;
import static sigillo.store.StoreContract.put;
import static sigillo.store.StoreContract.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.memory.MemoryStore;

/** A store is copied into each backend, and out of it. */
public interface StoreCopyContract extends StoreContract {
    PartitionName NOT_COPIED = new PartitionName("server");

    @Test default void rowsAreLoadedUnderAHead() {
        var partition = store().partition(A);
        var head = new Head(77, UUID.randomUUID());
        partition.load(head, List.of(loaded("x", "1")));
        partition.load(head, List.of(loaded("y", "v".repeat(2_000)), loaded("z", "3")));
        partition.load(head, List.of(loaded("z", "3")));
        assertEquals(head, partition.head());
        assertEquals(List.of(A), store().partitions(""));
        assertEquals(List.of("x=1", "y=" + "v".repeat(2_000), "z=3"), rows(partition, "", "zz", false));
        assertEquals(new Written.Applied(78), partition.apply(batch(77, put("w", "0"))));
        assertEquals(List.of("w=0", "x=1"), rows(partition, "", "y", false));
    }

    @Test default void aHeadAloneIsLoaded() {
        var head = new Head(5, UUID.randomUUID());
        store().partition(B).load(head, List.of());
        assertEquals(head, store().partition(B).head());
        assertEquals(List.of(B), store().partitions(""));
    }

    /** Neither another revision nor another life at the same one. */
    @Test default void nothingIsLoadedOverAnotherHead() {
        var partition = store().partition(A);
        var first = batch(0, put("x", "1"));
        partition.apply(first);
        for (var head : List.of(new Head(1, UUID.randomUUID()), new Head(2, first.commitId()))) {
            var refused = assertThrows(StoreException.class, () -> partition.load(head, List.of(loaded("x", "2"))));
            assertEquals("a/1 is at revision 1 of its own: nothing is loaded into it", refused.getMessage());
        }
        assertEquals(List.of("x=1"), rows(partition, "", "z", false));
        assertEquals(first.commitId(), partition.head().commitId());
    }

    private static Batch.Write.Put loaded(String key, String value) {
        return new Batch.Write.Put(key(key), StoreContract.value(value));
    }

    // ---- whole stores ----

    @Test default void aStoreIsCopiedThereAndBack() throws IOException {
        try (var first = filled(4, 3_000); var back = new MemoryStore()) {
            var amount = copied(first, store());
            assertEquals(3, amount.partitions());
            assertEquals(5, amount.blobs());
            assertEquals(first.partition(A).head(), store().partition(A).head());
            assertEquals(amount, copied(store(), back));
            first.remove(NOT_COPIED);
            same(first, back);
        }
    }

    /** Wherever it was stopped, and whatever became of the original meanwhile. */
    @Test default void aCopyThatWasStoppedIsBegunAgain() throws IOException {
        try (var first = filled(4, 5_000)) {
            var stopped = new StoppedAfter(store(), 3);
            try (var copy = new StoreCopy(first, stopped, StoreCopyContract::isWanted)) {
                assertThrows(StoreException.class, copy::copy);
                assertThrows(StoreException.class, copy::compare);
            }
            first.partition(B).apply(batch(first.partition(B).revision(), put("later", "1")));
            first.remove(new PartitionName("a/3"));
            first.blobs().delete(blob(2));
            first.blobs().put(blob(7), Octets.of(new byte[] {7}));
            copied(first, store());
            var change = batch(first.partition(A).revision(), put("later", "1"), StoreContract.delete("k00001"));
            first.partition(A).apply(change);
            first.blobs().delete(blob(4));
            copied(first, store());
            assertTrue(store().partition(A).get(key("k00001")).isEmpty());
        }
    }

    @Test default void whatIsNotTheSameIsTold() throws IOException {
        try (var first = filled(3, 20)) {
            copied(first, store());
            var revision = store().partition(A).head();
            store().blobs().delete(blob(1));
            differs(first, "the copy is not the same: blob " + blob(1) + " is missing");
            store().blobs().put(blob(1), Octets.of(new byte[] {9}));
            differs(first, "the copy is not the same: blob " + blob(1) + " has other octets");
            store().blobs().put(blob(9), Octets.of(new byte[] {9}));
            store().partition(A).load(revision, List.of(loaded("k00003", "changed")));
            differs(first, "the copy is not the same: a/1 has other rows");
            store().remove(A);
            differs(first, "the copy is not the same: a/1 is missing");
            copied(first, store());
        }
    }

    /** One that the disk has changed is named and left out; the others go on. */
    @Test default void aBlobThatCannotBeReadIsNamed() throws IOException {
        try (var first = filled(5, 20)) {
            var damaged = new ForwardingStore(first) {
                @Override protected Octets get(Bytes blob) {
                    if (blob.equals(blob(3))) throw new Damaged("changed", null);
                    if (blob.equals(blob(2))) throw new BlobStore.MissingBlob(blob); // cut off, as a cluster shows it
                    return super.get(blob);
                }
            };
            try (var copy = new StoreCopy(damaged, store(), StoreCopyContract::isWanted)) {
                copy.copy();
                assertEquals(List.of(blob(3)), copy.unreadable());
                assertEquals(3, copy.compare().blobs());
                assertEquals(List.of(blob(0), blob(1), blob(4)), store().blobs().after(Bytes.EMPTY, 9));
            }
        }
    }

    private void differs(Store first, String how) throws IOException {
        try (var copy = new StoreCopy(first, store(), StoreCopyContract::isWanted)) {
            assertEquals(how, assertThrows(StoreException.class, copy::compare).getMessage());
        }
    }

    private static boolean isWanted(PartitionName name) { return !name.equals(NOT_COPIED); }

    private static Amount copied(Store from, Store to) throws IOException {
        try (var copy = new StoreCopy(from, to, StoreCopyContract::isWanted)) {
            var amount = copy.measure();
            copy.copy();
            assertEquals(List.of(), copy.unreadable());
            assertEquals(amount, copy.compare());
            assertEquals(amount, copy.done());
            return amount;
        }
    }

    /**
     * Small and long values, also more than a page of them; blobs of several lengths; a partition that is not copied.
     */
    private static MemoryStore filled(int seed, int rows) throws IOException {
        var random = new Random(seed);
        var store = new MemoryStore();
        for (var name : List.of(A, B, new PartitionName("a/3"))) {
            var writes = new ArrayList<Batch.Write>();
            int count = name.equals(A) ? rows : 30;
            for (int i = 0; i < count; i++) {
                int length = i % 100 == 7 ? 600 + random.nextInt(3_000) : random.nextInt(60);
                writes.add(put(String.format("k%05d", i), "v".repeat(length) + i));
            }
            writes.add(new Batch.Write.Put(Bytes.wrap(new byte[] {-1, -1, -1, -1, -1}), new byte[0]));
            store.partition(name).apply(batch(0, writes.toArray(Batch.Write[]::new)));
            store.partition(name).apply(batch(1));
        }
        store.partition(NOT_COPIED).apply(batch(0, put("s", "who serves")));
        for (int i = 0; i < 5; i++) {
            var octets = new byte[i * i * 20_000];
            random.nextBytes(octets);
            store.blobs().put(blob(i), Octets.of(octets));
        }
        return store;
    }

    private static Bytes blob(int number) { return Bytes.utf8(String.format("account/%016d", number)); }

    private static void same(Store one, Store other) throws IOException {
        try (var copy = new StoreCopy(one, other, _ -> true)) {
            copy.compare();
        }
    }

    /** Takes so many loads, and then nothing more. */
    final class StoppedAfter extends ForwardingStore {
        private int left;

        StoppedAfter(Store inner, int steps) {
            super(inner);
            this.left = steps;
        }

        @Override protected synchronized void beforeLoad() {
            if (left-- <= 0) throw new StoreException("stopped", null);
        }
    }
}
