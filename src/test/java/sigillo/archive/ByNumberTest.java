package sigillo.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ByNumberTest {
    /** Against the maps of the JDK, also over growing. */
    @Test void hasWhatWasAddedAndNotTaken() {
        var random = new Random(20261129);
        var table = new ByNumber();
        Map<Long, List<Long>> expected = new HashMap<>();
        for (long id = 1; id <= 20_000; id++) {
            long number = random.nextInt(4) == 0 ? 7 : random.nextLong(3_000);
            table.add(number, id);
            expected.computeIfAbsent(number, _ -> new ArrayList<>()).add(id);
            if (random.nextInt(10) == 0) {
                long taken = random.nextInt(3) == 0 ? 7 : random.nextLong(3_000);
                assertEquals(sorted(expected.remove(taken)), taken(table, taken));
            }
        }
        for (long number = 0; number < 3_000; number++) assertEquals(sorted(expected.get(number)), seen(table, number));
    }

    private static TreeSet<Long> sorted(List<Long> ids) { return ids == null ? new TreeSet<>() : new TreeSet<>(ids); }

    private static TreeSet<Long> seen(ByNumber table, long number) {
        var ids = new TreeSet<Long>();
        table.each(number, ids::add);
        return ids;
    }

    private static TreeSet<Long> taken(ByNumber table, long number) {
        var ids = new TreeSet<Long>();
        table.takeEach(number, ids::add);
        return ids;
    }
}
