package sigillo.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByNumberTest {
    /** Against the maps of the JDK, also over growing; numbers that differ in any bit are others. */
    @Test void hasWhatWasAdded() {
        var random = new Random(20261129);
        var table = new ByNumber();
        Map<Long, List<Long>> expected = new HashMap<>();
        for (long id = 1; id <= 20_000; id++) {
            long number = random.nextInt(4) == 0 ? 1L << random.nextInt(64) : random.nextLong(3_000);
            table.add(number, id);
            expected.computeIfAbsent(number, _ -> new ArrayList<>()).add(id);
        }
        expected.forEach((number, ids) -> {
            var seen = new ArrayList<Long>();
            table.each(number, seen::add);
            assertEquals(ids, seen.stream().sorted().toList());
        });
    }

    @Test void isFullBeforeItTakesWhatTheServerNeeds() {
        var table = new ByNumber();
        for (int id = 1; id < ByNumber.MAX; id++) table.add(id, id);
        assertFalse(table.isFull());
        table.add(0, 1);
        assertTrue(table.isFull());
    }
}
