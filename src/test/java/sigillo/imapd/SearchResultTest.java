package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A result says what was found, however it was put together, and is small. */
class SearchResultTest {
    @Test void isWhatAListWouldBe() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            var want = new ArrayList<Integer>();
            var parts = new ArrayList<SearchResult>();
            long highest = 0;
            int number = 0;
            for (int n = random.nextInt(5); n-- > 0; ) {
                var part = new SearchResult();
                for (int k = random.nextInt(60); k-- > 0; ) {
                    number += 1 + (random.nextInt(3) == 0 ? random.nextInt(200) : 0);
                    long modSeq = random.nextInt(1_000);
                    part.add(number, modSeq);
                    want.add(number);
                    highest = Math.max(highest, modSeq);
                }
                parts.add(part);
            }
            var all = SearchResult.of(parts);
            assertEquals(highest, all.highestModSeq());
            same(want, all);
            same(want, all.listed());
            var places = new ArrayList<Integer>();
            for (int i = 0; i < want.size(); i++) places.add(i);
            Collections.shuffle(places, random);
            same(places.stream().map(want::get).toList(), all.listed().ordered(places.stream().mapToInt(i -> i).toArray()));
        }
    }

    private static void same(List<Integer> want, SearchResult found) {
        assertEquals(want.size(), found.count());
        assertEquals(want.isEmpty(), found.isEmpty());
        for (int from = 0; from <= want.size(); from++) {
            var rest = new ArrayList<Integer>();
            found.from(from).forEachRemaining((int one) -> rest.add(one));
            assertEquals(want.subList(from, want.size()), rest);
        }
        if (want.isEmpty()) return;
        assertEquals(want.getFirst(), found.first());
        assertEquals(want.getLast(), found.last());
    }

    @Test void aMillionAreAnEighthOfAnOctetEach() {
        var parts = new ArrayList<SearchResult>();
        for (int slice = 0; slice < 1_000; slice++) {
            var part = new SearchResult();
            for (int number = slice * 1_000 + 1; number <= slice * 1_000 + 1_000; number += 2) part.add(number, number);
            assertTrue(part.octets() < 200, part.octets() + " octets");
            parts.add(part);
        }
        var all = SearchResult.of(parts);
        assertEquals(500_000, all.count());
        assertTrue(all.octets() <= 125_008, all.octets() + " octets");
        assertEquals(2_000_000, all.listed().octets());
    }
}
