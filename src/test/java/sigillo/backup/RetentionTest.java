package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.backup.Retention.Made;

/** Which backups stay. */
class RetentionTest {
    private static final Instant START = Instant.parse("2026-11-01T03:00:00Z");

    @Test void ofEachDayAndWeekAndMonthTheLastOne() {
        var all = new ArrayList<Made>();
        for (int i = 0; i < 60; i++) all.add(new Made(i + 1,
            START.plus(Duration.ofHours(12L * i)))); // 1 to 30 November, 3:00 and 15:00
        assertEquals(Set.of(60L), new Retention(0, 0, 0, 0).kept(all));
        assertEquals(Set.of(58L, 59L, 60L), new Retention(3, 0, 0, 0).kept(all));
        assertEquals(Set.of(60L, 58L, 56L), new Retention(1, 3, 0, 0).kept(all));
        // the weeks that end on the 29th and the 22nd, and the one that has begun
        assertEquals(Set.of(60L, 58L, 44L), new Retention(1, 0, 3, 0).kept(all));
        assertEquals(Set.of(60L), new Retention(1, 0, 0, 5).kept(all));
        assertEquals(Set.of(), new Retention(3, 7, 4, 0).kept(List.of()));
    }

    /** Day by day, as a server does it: what one run keeps is what the next has to choose from. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsPromisedIsThereOverAYear(long seed) {
        var random = new Random(seed);
        var retention = new Retention(1 + random.nextInt(4), random.nextInt(10), random.nextInt(6), random.nextInt(14));
        var kept = new ArrayList<Made>();
        var days = new HashSet<LocalDate>();
        var at = START;
        for (long number = 1; number < 600; number++) {
            at = at.plus(Duration.ofMinutes(random.nextInt(3_000)));
            kept.add(new Made(number, at));
            days.add(LocalDate.ofInstant(at, ZoneOffset.UTC));
            var stays = retention.kept(kept);
            kept.removeIf(made -> !stays.contains(made.number()));
            assertTrue(stays.contains(number), "the newest stays");
            assertEquals(Math.min(number, retention.last()), stays.stream()
                .filter(one -> isAmongLast(one, stays, retention.last())).count());
            assertTrue(kept.size() <= retention.last() + retention.daily() + retention.weekly() + retention.monthly());
            var newestDays = days.stream().sorted(java.util.Comparator.reverseOrder()).limit(retention.daily())
                .toList();
            var keptDays = kept.stream().map(made -> LocalDate.ofInstant(made.at(), ZoneOffset.UTC)).toList();
            assertTrue(keptDays.containsAll(newestDays), "each of the last days with a backup has one");
            assertEquals(kept, kept.stream().filter(made -> retention.kept(kept).contains(made.number())).toList(),
                "once more changes nothing");
        }
    }

    private static boolean isAmongLast(long number, Set<Long> all, int last) {
        return all.stream().sorted(java.util.Comparator.reverseOrder()).limit(last).toList().contains(number);
    }
}
