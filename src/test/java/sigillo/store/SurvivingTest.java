package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.store.memory.MemoryStore;

class SurvivingTest {
    private static final PartitionName NAME = new PartitionName("some");
    private static final Bytes FROM = Bytes.utf8("a/");
    private static final Bytes TO = FROM.afterPrefix();

    /** All rows outside of the block are visited, once and in order; those in it are in a gap, the others in none. */
    @TestFactory Stream<DynamicTest> passesOverABlock() {
        return LongStream.rangeClosed(1, 20).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var keys = new ArrayList<>(keys(random, 1 + random.nextInt(60)));
            var store = new MemoryStore();
            fill(store, keys);
            int first = random.nextInt(keys.size());
            int last = Math.min(keys.size() - 1, first + random.nextInt(8));
            var whole = new ArrayList<>(keys.subList(0, first));
            whole.addAll(keys.subList(last + 1, keys.size()));
            var damaged = DamagedBlock.in(store, NAME, keys.get(first), keys.get(last));
            var seen = new ArrayList<Bytes>();
            var gaps = Surviving.range(damaged.partition(NAME), FROM, TO, (key, _) -> seen.add(key));
            assertEquals(whole, seen);
            assertEquals(1, gaps.size());
            for (var key : keys) assertEquals(!whole.contains(key), gaps.getFirst().has(key), key.toUtf8());
        }));
    }

    private static TreeSet<Bytes> keys(Random random, int count) {
        var keys = new TreeSet<Bytes>();
        while (keys.size() < count) {
            var octets = new byte[random.nextInt(1, 12)];
            for (int i = 0; i < octets.length; i++) octets[i] = (byte) "ab\0\u00ff\u00fe.@z".charAt(random.nextInt(8));
            keys.add(Bytes.wrap(("a/" + new String(octets, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1)));
        }
        return keys;
    }

    private static void fill(Store store, List<Bytes> keys) {
        new Transactions(store.partition(NAME)).write(tx -> {
            keys.forEach(key -> tx.put(key, new byte[] {1}));
            return null;
        });
    }

    @Test void whatIsWholeHasNoGap() {
        var store = new MemoryStore();
        fill(store, List.of(Bytes.utf8("a/x"), Bytes.utf8("b/x")));
        var seen = new ArrayList<String>();
        assertTrue(Surviving.range(store.partition(NAME), FROM, TO, (key, _) -> seen.add(key.toUtf8())).isEmpty());
        assertEquals(List.of("a/x"), seen);
    }

    /** A store that is not there, as one in a cluster, is not taken for one with nothing in it. */
    @Test void otherTroubleIsThrown() {
        var away = new ForwardingStore(new MemoryStore()) {
            @Override protected void beforeRead() { throw new StoreException("not there", null); }
        };
        assertThrows(StoreException.class, () -> Surviving.range(away.partition(NAME), FROM, TO, (_, _) -> true));
    }
}
