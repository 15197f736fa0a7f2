package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ScheduleTest {
    /** Attempts that failed, and the minutes until the next one, before jitter. */
    private record Case(int attempts, int minutes) {}

    private static final List<Case> CASES = List.of(new Case(1, 2), new Case(2, 4), new Case(3, 8), new Case(4, 16),
        new Case(5, 32), new Case(6, 64), new Case(7, 90), new Case(8, 90), new Case(1_000_000, 90), new Case(0, 2));

    @TestFactory Stream<DynamicTest> growsUpToAnHourAndAHalf() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest("after " + c.attempts, () -> {
            var random = new Random(c.attempts);
            for (int i = 0; i < 1_000; i++) {
                double minutes = Schedule.DEFAULT.afterAttempts(c.attempts, random).toMillis() / 60_000.0;
                assertTrue(minutes >= c.minutes * 0.8 - 0.001 && minutes <= c.minutes * 1.2, minutes + " minutes");
            }
        }));
    }

    @Test void ourOwnFaultsAreLookedAtEveryQuarterOfAnHour() {
        var longest = Duration.ZERO;
        for (int i = 0; i < 1_000; i++) {
            var wait = Schedule.DEFAULT.afterFaults(50, new Random(i));
            if (wait.compareTo(longest) > 0) longest = wait;
        }
        assertTrue(longest.toMinutes() >= 15 && longest.toMinutes() <= 18, longest.toString());
    }

    /** RFC 5321 section 4.5.4.1: at least four days, and more often in the beginning. */
    @Test void triesAboutNinetyTimesInFiveDays() {
        var random = new Random(1);
        int attempts = 1;
        for (var at = Duration.ZERO; at.compareTo(Schedule.DEFAULT.giveUpAfter()) < 0; attempts++) {
            at = at.plus(Schedule.DEFAULT.afterAttempts(attempts, random));
        }
        assertEquals(85, attempts, 8);
    }
}
