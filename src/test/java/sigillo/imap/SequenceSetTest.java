package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SequenceSetTest {
    private record Case(String text, long highest, String want) {}

    private static final List<Case> CASES = List.of(
        new Case("2,4:7,9,12:*", 15, "2-2 4-7 9-9 12-15"),
        new Case("*:4,5:7", 10, "4-10"),
        new Case("559:*", 23, "23-559"),
        new Case("*", 3, "3-3"),
        new Case("3,1,2", 9, "1-3"),
        new Case("1:4294967295", 5, "1-4294967295"),
        new Case("5:2", 9, "2-5"),
        new Case("1:5,2:3,5:6", 9, "1-6"));

    @TestFactory Stream<DynamicTest> resolves() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.text + " of " + c.highest, () -> {
            var set = SequenceSet.parse(new Cursor(Frame.of(c.text), Names.UTF8));
            var got = set.resolve(c.highest).stream().map(r -> r.first() + "-" + r.last())
                .collect(Collectors.joining(" "));
            assertEquals(c.want, got);
        }));
    }

    /** A client that reads its answer slowly keeps what it named: 64 KiB hold 30,000 ranges. */
    @Test void rangesArePackedAndStayAsTheyAre() throws Exception {
        var set = SequenceSet.parse(new Cursor(Frame.of("4294967295,7:*,1:3"), Names.UTF8));
        var want = List.of(new SequenceSet.Range(4_294_967_295L, 4_294_967_295L),
            new SequenceSet.Range(7, SequenceSet.STAR), new SequenceSet.Range(1, 3));
        assertEquals(want, set.ranges());
        assertEquals(new SequenceSet(want, false), set);
        assertSame(set.ranges(), SequenceSet.packed(set.ranges()));
        assertThrows(UnsupportedOperationException.class, () -> set.ranges().clear());
        var beyond = List.of(new SequenceSet.Range(1, 1L << 32));
        assertThrows(IllegalArgumentException.class, () -> SequenceSet.packed(beyond));
    }

    @Test void formats() {
        assertEquals("1:3,5,9:10", SequenceSet.format(new long[] {1, 2, 3, 5, 9, 10}));
        assertEquals("7", SequenceSet.format(new long[] {7}));
        assertEquals("3,1:2", SequenceSet.format(new long[] {3, 1, 2}));
    }

    @TestFactory Stream<DynamicTest> roundTrip() {
        return Stream.of(1L, 2L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 2_000; i++) {
                var numbers = new TreeSet<Long>();
                for (int n = 1 + random.nextInt(20); n-- > 0; ) numbers.add(1L + random.nextInt(30));
                var text = SequenceSet.format(numbers.stream().mapToLong(n -> n).toArray());
                var got = new TreeSet<Long>();
                for (var r : SequenceSet.parse(new Cursor(Frame.of(text), Names.UTF8)).resolve(1)) {
                    for (long n = r.first(); n <= r.last(); n++) got.add(n);
                }
                assertEquals(numbers, got);
            }
        }));
    }
}
