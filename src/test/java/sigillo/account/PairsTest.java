package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.Copied.Pair;

/** What is kept of a copy or a removal of very many messages until it is answered. */
class PairsTest {
    @TestFactory Stream<DynamicTest> areThose() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var model = new ArrayList<Pair>();
            var pairs = new Pairs();
            long from = 1;
            long to = 0xFFFF_0000L;
            for (int i = 0; i < 2_000; i++) {
                from += random.nextInt(4) == 0 ? 5 : 1;
                to += random.nextInt(20) == 0 ? 2 : 1;
                model.add(new Pair(from, to));
                pairs.add(new Pair(from, to));
            }
            assertEquals(model, pairs);
            assertEquals(model.subList(500, 1_500), pairs.subList(500, 1_500));
            assertEquals(List.of(), Pairs.of(List.of()));
        }));
    }

    /** MOVE 1:* of a million: it is done by then, and must be answered. */
    @Test void aMillionInARowCostAsMuchAsOne() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var pairs = new Pairs();
        var pair = new Pair(1, 1); // counted apart: it is garbage at once
        long each = allocated(threads, () -> new Pair(2, 2));
        long all = allocated(threads, () -> { for (long i = 1; i <= 1_000_000; i++) pairs.add(new Pair(i, i + 7)); return pair; });
        assertTrue(all - 1_000_000 * Math.max(each, 32) < 1 << 20, all + " octets");
        assertEquals(new Pair(1_000_000, 1_000_007), pairs.getLast());
    }

    private static long allocated(ThreadMXBean threads, java.util.function.Supplier<Pair> work) {
        long before = threads.getCurrentThreadAllocatedBytes();
        work.get();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test void uidsAreUnsigned() {
        var uids = new Uids();
        for (long uid = 0xFFFF_FFF0L; uid < 0xFFFF_FFFFL; uid++) uids.add(uid);
        for (long uid = 1; uid < 100; uid++) uids.add(uid);
        assertEquals(0xFFFF_FFF0L, uids.getFirst());
        assertEquals(99L, uids.getLast());
        assertEquals(114, uids.size());
    }
}
