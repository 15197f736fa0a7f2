package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.memory.MemoryStore;

/** A store that follows another: afterwards it is the same, whatever was written before and meanwhile. */
class StoreMirrorTest {
    private static final PartitionName A = new PartitionName("a/1");
    private static final PartitionName SERVER = new PartitionName("server");
    private final MemoryStore from = new MemoryStore();
    private final MemoryStore to = new MemoryStore();
    private final Random random = new Random(5);
    private Map<PartitionName, Head> known = Map.of();

    private void follow(Store source) throws IOException {
        known = new StoreMirror(source, to, name -> !name.equals(SERVER), () -> false).follow(known);
    }

    private void write(PartitionName name, int changes) {
        new Transactions(from.partition(name)).write(tx -> {
            for (int i = 0; i < changes; i++) {
                var key = Bytes.utf8("k" + random.nextInt(3_000));
                if (random.nextInt(3) == 0) tx.delete(key);
                else tx.put(key, Bytes.utf8("value " + random.nextInt(50)).toArray());
            }
            return null;
        });
    }

    private static Map<Bytes, String> rows(Store store, PartitionName name) {
        var rows = new TreeMap<Bytes, String>();
        store.partition(name).range(Bytes.EMPTY, Walk.END, false, (key, row) -> rows.put(key, new String(row)) == null);
        return rows;
    }

    private void assertSame() throws IOException {
        var names = from.partitions("").stream().filter(name -> !name.equals(SERVER)).toList();
        assertEquals(names, to.partitions(""));
        for (var name : names) {
            assertEquals(rows(from, name), rows(to, name), name.text());
            assertTrue(to.partition(name).revision() >= from.partition(name).revision(), name.text());
        }
        var blobs = from.blobs().after(Bytes.EMPTY, 10_000);
        assertEquals(blobs, to.blobs().after(Bytes.EMPTY, 10_000));
        for (var id : blobs) {
            var octets = from.blobs().get(id);
            assertArrayEquals(octets.bytes(0, octets.length(), 1 << 20), to.blobs().get(id).bytes(0, octets.length(), 1 << 20));
        }
    }

    private void blob(String id, int length) throws IOException {
        var octets = new byte[length];
        random.nextBytes(octets);
        from.blobs().put(Bytes.utf8(id), Octets.of(octets));
    }

    @Test void itIsTheSameAfterAnyChanges() throws IOException {
        write(SERVER, 3);
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 4; i++) write(new PartitionName("a/" + random.nextInt(6)), 1 + random.nextInt(900));
            if (round % 7 == 3) from.remove(new PartitionName("a/" + random.nextInt(6)));
            blob("b" + round, 1 + random.nextInt(200_000));
            if (round % 3 == 2) from.blobs().delete(Bytes.utf8("b" + (round - 2)));
            if (round % 5 == 4) known = Map.of(); // as after a stop
            follow(from);
            assertSame();
        }
    }

    @Test void whatHasNotChangedIsNotReadAgain() throws IOException {
        write(A, 2_000);
        follow(from);
        var reads = new AtomicInteger();
        var counted = new ForwardingStore(from) {
            @Override protected void beforeRead() { reads.incrementAndGet(); }
        };
        follow(counted);
        assertTrue(reads.get() < 20, "read " + reads);
    }

    /** Somebody writes while it reads: it is of one moment all the same, and what its rows name is there. */
    @Test void eachPartitionIsOfOneMoment() throws IOException {
        write(A, 3_000);
        var left = new AtomicInteger(40);
        var busy = new ForwardingStore(from) {
            @Override protected void beforeRead() {
                if (left.get() <= 0 || left.getAndDecrement() % 3 != 0) return;
                try {
                    blob("late" + left, 10);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                new Transactions(from.partition(A)).write(tx -> {
                    for (var key : new String[] {"first", "k1500", "z last"}) tx.put(Bytes.utf8(key), Bytes.utf8("" + left).toArray());
                    return null;
                });
            }
        };
        follow(busy);
        assertSame();
    }

    @Test void oneThatIsWrittenToAllTheTimeIsNamed() {
        write(A, 10);
        var busy = new ForwardingStore(from) {
            @Override protected void beforeRead() { write(A, 1); }
        };
        var failed = assertThrows(StoreException.class, () -> follow(busy));
        assertTrue(failed.getMessage().contains("a/1 is written to all the time"), failed.getMessage());
    }

    @Test void itStopsWhenItIsTo() throws IOException {
        write(A, 10);
        assertThrows(IOException.class, () -> new StoreMirror(from, to, _ -> true, () -> true).follow(new HashMap<>()));
        follow(from);
        assertSame();
    }
}
