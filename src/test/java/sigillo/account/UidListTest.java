package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;

/** The list is what a sorted set would be; a copy leaves what it is a copy of as it is. */
class UidListTest {

    @TestFactory Stream<DynamicTest> isASortedSet() {
        return Stream.of(1L, 2L, 3L, 4L, 5L, 6L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compare(new Random(seed))));
    }

    private static void compare(Random random) {
        long step = List.of(1, 2, 40, 3_000, 400_000).get(random.nextInt(5));
        var must = new TreeSet<Long>();
        var list = new UidList();
        long uid = random.nextInt(5_000);
        for (int i = 0; i < 6_000; i++) must.add(uid += 1 + random.nextLong(step));
        must.forEach(list::add);
        same(must, list, random);
        for (int round = 0; round < 20; round++) {
            var frozen = list.freeze();
            var before = new TreeSet<>(must);
            list = frozen.copy();
            change(must, list, random);
            same(must, list, random);
            same(before, frozen, random);
            same(must, again(list), random);
        }
    }

    private static void change(TreeSet<Long> must, UidList list, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                var numbers = IntStream.rangeClosed(1, list.size()).filter(_ -> random.nextInt(10) == 0).toArray();
                var gone = IntStream.of(numbers).mapToObj(list::uid).toList();
                list.remove(numbers);
                gone.forEach(must::remove);
            }
            case 1 -> {
                long from = must.isEmpty() ? 1 : must.last() + 1 + random.nextInt(10_000);
                for (long uid = from; uid < from + 300; uid++) {
                    list.add(uid);
                    must.add(uid);
                }
            }
            case 2 -> {
                var more = random.longs(50, 1, 20_000_000).sorted().distinct().boxed().toList();
                list.addAll(more);
                must.addAll(more);
            }
            default -> {
                var some = new ArrayList<>(must.stream().filter(_ -> random.nextInt(3) == 0).toList());
                some.add(UidSet.UID_MAX);
                list.removeAll(some);
                must.removeAll(some);
            }
        }
    }

    private static void same(TreeSet<Long> must, UidList list, Random random) {
        assertEquals(must.size(), list.size());
        int number = 0;
        for (long uid : must) {
            assertEquals(uid, list.uid(++number));
            assertEquals(number, list.number(uid));
        }
        for (int i = 0; i < 200; i++) {
            long uid = random.nextLong(must.isEmpty() ? 10 : must.last() + 5_000);
            assertEquals(must.headSet(uid).size() + 1, list.firstFrom(uid));
            assertEquals(must.contains(uid), list.number(uid) > 0);
            assertEquals(must.contains(uid), list.has(uid));
        }
        assertEquals(must.isEmpty() ? 0 : must.last(), list.highest());
    }

    /** By rows of seven pieces. */
    private static UidList again(UidList list) {
        var again = new UidList();
        for (int from = 0; from < list.pieces(); from += 7) {
            var out = new RowOut(1);
            list.encode(out, from, Math.min(list.pieces(), from + 7));
            again.decode(new RowIn(out.done(), 1));
        }
        return again;
    }

    @Test void rowsThatAreBrokenSaySo() {
        var out = new RowOut(1);
        UidList.of(5, 9, 70_000).encode(out, 0, 2);
        var row = out.done();
        for (int length = 2; length < row.length; length++) {
            var cut = Arrays.copyOf(row, length);
            if (length != 7) assertThrows(StoreException.class, () -> new UidList().decode(new RowIn(cut, 1)), "" + length); // 7: a whole piece
        }
        var twice = new RowOut(1);
        UidList.of(5).encode(twice, 0, 1);
        UidList.of(6).encode(twice, 0, 1);
        assertThrows(StoreException.class, () -> new UidList().decode(new RowIn(twice.done(), 1)), "the same piece twice");
        var zero = new RowOut(1).number(0).number(1).octet(0).octet(0).done();
        assertThrows(StoreException.class, () -> new UidList().decode(new RowIn(zero, 1)), "UID 0");
        var unordered = new RowOut(1).number(3).number(2).octet(0).octet(9).octet(0).octet(8).done();
        assertThrows(StoreException.class, () -> new UidList().decode(new RowIn(unordered, 1)), "out of order");
        var far = new RowOut(1).number(1L << 40).number(1).octet(0).octet(9).done();
        assertThrows(StoreException.class, () -> new UidList().decode(new RowIn(far, 1)), "beyond all UIDs");
    }

    @Test void theEndsOfWhatAUidMayBe() {
        var list = UidList.of(1, (int) UidSet.UID_MAX);
        assertEquals(UidSet.UID_MAX, list.uid(2));
        assertEquals(2, list.number(UidSet.UID_MAX));
        assertEquals(3, list.firstFrom(UidSet.UID_MAX + 1));
        assertEquals(1, list.firstFrom(0));
        assertEquals(0, list.number(0));
        assertThrows(IllegalArgumentException.class, () -> list.add(UidSet.UID_MAX));
        assertThrows(IllegalArgumentException.class, () -> list.add(UidSet.UID_MAX + 1));
        assertThrows(IllegalArgumentException.class, () -> UidList.of(5, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> list.uid(3));
    }

    /** What docs/imap.md says of a session. */
    @Test void aMillionTakeAQuarterOfAnOctetEach() {
        var list = new UidList();
        for (int uid = 1; uid <= 1_000_000; uid++) list.add(uid);
        assertTrue(list.octets() < 250_000, list.octets() + " octets");
        var numbers = IntStream.rangeClosed(1, 1_000_000).filter(n -> n % 3 != 0).toArray();
        list.remove(numbers);
        assertEquals(333_333, list.size());
        assertTrue(list.octets() < 250_000, list.octets() + " octets");
    }
}
