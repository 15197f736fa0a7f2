package sigillo.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BySizeTest {
    private final Random random = new Random(20261129);

    /** Sizes beyond 2 GiB too, some of many messages, ids as after a restoration; one that is in several mailboxes. */
    @Test void findsThoseOfASizeAndDigestOnceTheyWereRead() throws IOException {
        Map<Long, Long> sizes = new HashMap<>();
        Map<Long, Long> digests = new HashMap<>();
        var table = new BySize(40_000);
        for (int i = 0; i < 20_000; i++) {
            long id = (random.nextBoolean() ? 1L << 52 : 0) + i + 1;
            sizes.put(id, random.nextInt(3) == 0 ? 4_096 : random.nextInt(9) == 0 ? (3L << 30) + random.nextInt(3) : random.nextInt(5_000));
            digests.put(id, random.nextInt(5) == 0 ? 11 : random.nextLong());
            for (int times = random.nextInt(3); times >= 0 && table.add(sizes.get(id), id); times--) continue;
        }
        table.sort();
        for (long size : new TreeSet<>(sizes.values())) {
            if (size <= 3L << 30) assertEquals(Set.of(), seen(table, size, 11), "not read"); // greater ones are one size here
            table.read(size, id -> OptionalLong.of(digests.get(id)));
            table.read(size, _ -> { throw new IOException("each is read once"); });
        }
        sizes.forEach((id, size) -> assertTrue(seen(table, size, digests.get(id)).contains(id)));
        assertEquals(Set.of(), seen(table, 4_096, 12));
        var wanted = new TreeSet<Long>();
        sizes.forEach((id, size) -> { if (size == 4_096 && digests.get(id) == 11) wanted.add(id); });
        assertEquals(wanted, seen(table, 4_096, 11));
        assertTrue(wanted.size() > 100);
    }

    private static Set<Long> seen(BySize table, long size, long digest) {
        var ids = new TreeSet<Long>();
        table.each(size, digest, id -> assertTrue(ids.add(id), "once"));
        return ids;
    }

    @Test void whatIsGoneWhenItIsReadIsNotFound() throws IOException {
        var table = new BySize(3);
        for (int id = 1; id <= 3; id++) table.add(9, id);
        table.sort();
        table.read(9, id -> id == 2 ? OptionalLong.empty() : OptionalLong.of(0));
        assertEquals(Set.of(1L, 3L), seen(table, 9, 0));
    }

    @Test void hasPlaceForWhatIsInManyMailboxesAndNotForMore() {
        var table = new BySize(1_000);
        for (int mailbox = 0; mailbox < 20; mailbox++) {
            for (int id = 1; id <= 500; id++) assertTrue(table.add(id % 7, id));
        }
        for (int id = 501; id < 950; id++) table.add(1, id);
        boolean isTaken = true;
        for (int id = 2_000; id < 3_000 && isTaken; id++) isTaken = table.add(1, id);
        assertFalse(isTaken);
    }

    /** A heap sort of as many as there are places, all of one size: in a time that a test has, in the memory of the places. */
    @Test void takesWhatThePlacesOfTheRoomAreCountedWith() throws IOException {
        var table = new BySize(ComparingRoom.PLACES);
        for (int id = 1; id <= ComparingRoom.PLACES; id++) assertTrue(table.add(41_000, id));
        table.sort();
        table.read(41_000, id -> OptionalLong.of(id * 0x9E3779B97F4A7C15L));
        assertEquals(Set.of(1_000_000L), seen(table, 41_000, 1_000_000L * 0x9E3779B97F4A7C15L));
        assertTrue(table.octets() <= (long) ComparingRoom.OCTETS * ComparingRoom.PLACES);
    }
}
