package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When memory through which mail has passed is overwritten. */
class SweepingTest {
    private long now = Long.MAX_VALUE - Duration.ofMinutes(3).toNanos(); // it may pass the end of its numbers
    private final Sweeping sweeping = new Sweeping(Duration.ofMinutes(15), () -> now);

    private void after(Duration time) { now += time.toNanos(); }

    @Test void onceWhenNoneHasComeForAMinute() {
        assertFalse(sweeping.takeDue(), "nothing has passed");
        sweeping.passed();
        assertFalse(sweeping.takeDue());
        after(Duration.ofSeconds(59));
        sweeping.passed();
        after(Duration.ofSeconds(59));
        assertFalse(sweeping.takeDue(), "others come");
        after(Duration.ofSeconds(1));
        assertTrue(sweeping.takeDue());
        after(Duration.ofHours(1));
        assertFalse(sweeping.takeDue(), "it is done");
        sweeping.passed();
        assertFalse(sweeping.takeDue());
        after(Duration.ofMinutes(1));
        assertTrue(sweeping.takeDue());
    }

    @Test void afterTenMinutesWhereItNeverEnds() {
        int times = 0;
        for (int second = 0; second <= 1_200; second++, after(Duration.ofSeconds(1))) {
            sweeping.passed();
            if (sweeping.takeDue()) times++;
        }
        assertTrue(times == 1 || times == 2, times + " times in twenty minutes");
    }

    /** As tests have it. */
    @Test void aShortGraceIsShortHereToo() {
        var shortly = new Sweeping(Duration.ofSeconds(5), () -> now);
        shortly.passed();
        after(Duration.ofSeconds(5));
        assertTrue(shortly.takeDue());
    }
}
