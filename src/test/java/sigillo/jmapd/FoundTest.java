package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.jmap.SortTerm;

/** The first ones of many are those of all, and not many are kept for it. */
class FoundTest {
    private static final int EMAILS = 60_000;

    @ParameterizedTest
    @CsvSource({"1, true, 50", "2, false, 50", "3, true, 9000", "4, false, 0", "5, true, 100000"})
    void theFirstOfManyAreThoseOfAll(long seed, boolean collapse, long first) {
        var random = new Random(seed);
        var emails = new ArrayList<Candidate>();
        for (int i = 0; i < EMAILS; i++) emails.add(new Candidate(i + 1, random.nextInt(20_000), random.nextInt(5_000), random.nextInt(3), Set.of(), Set.of()));
        var sort = List.of(new SortTerm("size", random.nextBoolean(), Optional.empty()), new SortTerm("receivedAt", random.nextBoolean(), Optional.empty()));
        var order = new EmailOrder(sort, new ThreadKeywords(Set.of()));
        var found = new Found(order, collapse, OptionalLong.of(first), Integer.MAX_VALUE);
        for (int at = 0; at < EMAILS; at += 1_000) {
            found.addAll(emails.subList(at, at + 1_000));
            assertTrue(found.all().size() <= first + Found.SPARE, "so many are kept: " + found.all().size());
        }
        assertFirst(emails, order, collapse, first, found);
    }

    /** The same where only the time says what comes first, of which many are alike, and some are beyond what is told apart. */
    @ParameterizedTest
    @CsvSource({"1, true, 50", "2, false, 50", "3, true, 9000", "4, false, 0", "5, true, 100000", "6, true, 59000", "7, false, 59000"})
    void soIsTheTimeAlone(long seed, boolean collapse, long first) {
        var random = new Random(seed);
        boolean ascending = random.nextBoolean();
        var emails = new ArrayList<Candidate>();
        for (int i = 0; i < EMAILS; i++) emails.add(new Candidate(1 + (i * 7_919L) % EMAILS, random.nextInt(20_000), time(random), 1, Set.of(), Set.of()));
        var order = new EmailOrder(List.of(new SortTerm("receivedAt", ascending, Optional.empty())), new ThreadKeywords(Set.of()));
        var found = new FoundByArrival(ascending, collapse, OptionalLong.of(first), random.nextBoolean() ? EMAILS : 10);
        for (int at = 0; at < EMAILS; at += 1_000) {
            found.addAll(emails.subList(at, at + 1_000));
            assertTrue(found.kept() <= first + Found.SPARE, "so many are kept: " + found.kept());
        }
        assertFirst(emails, order, collapse, first, found);
    }

    private static long time(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> -8_796_093_022_207L; // of 1691: all that is before
            case 1 -> -1L - random.nextInt(3);
            default -> random.nextInt(2) == 0 ? random.nextInt(5_000) : 1_800_000_000_000L + random.nextInt(5);
        };
    }

    private static void assertFirst(List<Candidate> emails, EmailOrder order, boolean collapse, long first, Finding found) {
        var all = new ArrayList<>(emails);
        order.sort(all);
        var threads = new HashSet<Long>();
        var expected = all.stream().filter(one -> !collapse || threads.add(one.thread())).map(one -> one.email().toString()).toList();
        var results = found.results();
        assertEquals(expected.size(), results.size());
        int count = (int) Math.min(first, expected.size());
        assertEquals(expected.subList(0, count), IntStream.range(0, count).mapToObj(results::id).toList());
    }
}
