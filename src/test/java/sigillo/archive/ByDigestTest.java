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

class ByDigestTest {
    /** Against the maps of the JDK, also over growing, and where many have the same digest. */
    @Test void hasWhatWasAdded() {
        var random = new Random(20261129);
        var table = new ByDigest();
        Map<Long, List<Long>> expected = new HashMap<>();
        for (long id = 1; id <= 50_000; id++) {
            long digest = random.nextInt(100) == 0 ? 7 : random.nextLong();
            table.add(digest, 1L << 52 | id);
            expected.computeIfAbsent(digest, _ -> new ArrayList<>()).add(1L << 52 | id);
        }
        expected.forEach((digest, ids) -> {
            var seen = new ArrayList<Long>();
            table.each(digest, seen::add);
            assertEquals(ids, seen.stream().sorted().toList());
        });
        for (int i = 0; i < 50_000; i++) assertFalse(table.has(random.nextLong()));
    }

    @Test void takesWhatThePlacesOfTheRoomAreCountedWith() {
        var random = new Random(20261129);
        var table = new ByDigest();
        for (int id = 1; id <= ComparingRoom.PLACES; id++) {
            table.add(random.nextLong(), id);
            boolean isLookedAt = id % 10_007 == 0 && id > 100_000 || id == ComparingRoom.PLACES;
            if (isLookedAt) assertTrue(table.octets() <= (long) ComparingRoom.OCTETS * id, table.octets() + " octets of " + id);
        }
    }
}
