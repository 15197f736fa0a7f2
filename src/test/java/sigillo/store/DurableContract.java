package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sigillo.store.StoreContract.batch;
import static sigillo.store.StoreContract.key;
import static sigillo.store.StoreContract.put;
import static sigillo.store.StoreContract.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.base.Bytes;
import sigillo.base.Octets;

/** What backends keep to that outlive their process. */
public interface DurableContract extends StoreContract {

    /** Closes the store and opens it again on the same data. */
    void reopen();

    @Test default void keepsEverythingOverARestart() throws IOException {
        var last = batch(1, put("y", "2"));
        store().partition(A).apply(batch(0, put("x", "1")));
        store().partition(A).apply(last);
        store().partition(B).apply(batch(0, put("x", "3")));
        store().remove(B);
        var octets = new byte[200_000];
        new Random(1).nextBytes(octets);
        for (var id : List.of("kept", "gone")) store().blobs().put(key(id), Octets.of(octets));
        store().blobs().delete(key("gone"));
        reopen();
        assertEquals(new Head(2, last.commitId()), store().partition(A).head());
        assertEquals(List.of("x=1", "y=2"), rows(store().partition(A), "", "z", false));
        assertEquals(List.of(A), store().partitions(""));
        assertArrayEquals(octets, store().blobs().get(key("kept")).bytes(0, 200_000, 200_000));
        assertFalse(store().blobs().has(key("gone")));
        assertEquals(Optional.empty(), store().trouble());
        assertEquals(new Written.Applied(3), store().partition(A).apply(batch(2)));
    }

    @Test default void isClosedOnceClosed() {
        var partition = store().partition(A);
        partition.apply(batch(0, put("x", "1")));
        var blobs = store().blobs();
        var closed = store();
        reopen();
        closed.close();
        assertThrows(StoreException.class, () -> partition.get(key("x")));
        assertThrows(StoreException.class, () -> rows(partition, "", "z", false));
        assertThrows(StoreException.class, () -> partition.apply(batch(1)));
        assertThrows(StoreException.class, () -> blobs.put(key("b"), Octets.of(new byte[1])));
        assertEquals(List.of("x=1"), rows(store().partition(A), "", "z", false));
    }

    /** Random batches, ranges and restarts against a map that does the same. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    default void doesWhatASortedMapDoes(long seed) {
        var random = new Random(seed);
        var model = new TreeMap<Bytes, Bytes>();
        for (int revision = 0; revision < 100; revision++) {
            var batch = new Batch(revision, new UUID(seed, revision),
                random.nextBoolean() ? Batch.Lane.PROMPT : Batch.Lane.BULK, writes(random, model));
            assertEquals(new Written.Applied(revision + 1), store().partition(A).apply(batch));
            if (random.nextInt(40) == 0) reopen();
            compare(random, model);
        }
    }

    private static List<Batch.Write> writes(Random random, TreeMap<Bytes, Bytes> model) {
        var writes = new ArrayList<Batch.Write>();
        for (int i = random.nextInt(12); i > 0; i--) {
            var key = randomKey(random);
            if (random.nextInt(3) == 0) {
                model.remove(key);
                writes.add(new Batch.Write.Delete(key));
            } else {
                var value = new byte[random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(40)];
                random.nextBytes(value);
                model.put(key, Bytes.of(value));
                writes.add(new Batch.Write.Put(key, value));
            }
        }
        return writes;
    }

    private void compare(Random random, TreeMap<Bytes, Bytes> model) {
        var partition = store().partition(A);
        var one = randomKey(random);
        assertEquals(model.get(one), partition.get(one).map(Bytes::of).orElse(null));
        var from = randomKey(random);
        var to = randomKey(random);
        boolean reverse = random.nextBoolean();
        var seen = new LinkedHashMap<Bytes, Bytes>();
        partition.range(from, to, reverse, (k, v) -> seen.put(k, Bytes.of(v)) == null);
        NavigableMap<Bytes, Bytes> expected =
            from.compareTo(to) >= 0 ? new TreeMap<>() : model.subMap(from, true, to, false);
        assertEquals(List.copyOf((reverse ? expected.descendingMap() : expected).entrySet()),
            List.copyOf(seen.entrySet()));
    }

    /** Few enough to meet again, of several lengths. */
    private static Bytes randomKey(Random random) {
        var key = new byte[random.nextInt(4)];
        for (int i = 0; i < key.length; i++) key[i] = (byte) (random.nextInt(5) * 63);
        return Bytes.of(key);
    }
}
