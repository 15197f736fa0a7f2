package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.imap.SequenceSet.Range;

/** Which UID is the highest that is where it was: RFC 7162 section 3.2.5.2. */
class SequenceMatchesTest {
    /** As if each were looked at; the seed is in the message. */
    @Test void findsWhatLookingAtEachFinds() {
        for (long seed = 1; seed <= 300; seed++) {
            var random = new Random(seed);
            var before = new ArrayList<Long>();
            for (long uid = 1 + random.nextInt(3); before.size() < 40; uid += 1 + random.nextInt(3)) before.add(uid);
            var now = new ArrayList<>(before);
            for (int i = random.nextInt(4); i-- > 0; ) now.remove(random.nextInt(now.size()));
            var numbers = new ArrayList<Range>();
            var uids = new ArrayList<Range>();
            long highest = 0;
            for (int number = 1 + random.nextInt(5); number <= before.size(); number += 1 + random.nextInt(5)) {
                numbers.add(new Range(number, number));
                uids.add(new Range(before.get(number - 1), before.get(number - 1)));
                if (number <= now.size() && now.get(number - 1).equals(before.get(number - 1))) highest = before.get(number - 1);
            }
            var matches = new SequenceMatches(numbers, uids);
            assertEquals(highest, matches.highestUnmoved((number, uid) -> number <= now.size() && now.get((int) number - 1) == uid),
                "seed " + seed);
        }
    }

    @Test void rangesOfAnySizeCostNothing() {
        var all = List.of(new Range(1, 0xFFFF_FFFFL));
        assertEquals(4_000_000_000L, new SequenceMatches(all, all).highestUnmoved((number, _) -> number <= 4_000_000_000L));
    }
}
