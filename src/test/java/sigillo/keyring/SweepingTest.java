package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        var due = new ArrayList<Integer>();
        for (int second = 0; second <= 1_300; second++, after(Duration.ofSeconds(1))) {
            sweeping.passed();
            if (sweeping.takeDue()) due.add(second);
        }
        assertEquals(List.of(600, 1_201), due, "ten minutes after the first that has passed since");
    }

    /** As tests have it. */
    @Test void aShortGraceIsShortHereToo() {
        var shortly = new Sweeping(Duration.ofSeconds(5), () -> now);
        shortly.passed();
        after(Duration.ofSeconds(5));
        assertTrue(shortly.takeDue());
    }
}
