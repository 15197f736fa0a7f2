package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;

/** What is of nobody goes when it was that for a day of this machine's own time, whatever clocks and ages say. */
class AbandonedTest {
    private static final Bytes ALL = Bytes.utf8("q");
    private static final Bytes ONE = Bytes.utf8("q1");
    private static final Bytes TWO = Bytes.utf8("q2");
    private long hours = -3;
    private final Abandoned abandoned = new Abandoned(Duration.ofHours(24), () -> Duration.ofHours(hours).toNanos());

    @Test void itIsWatchedForADay() {
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE)));
        hours += 23;
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE, TWO)));
        hours += 1;
        assertEquals(List.of(ONE), abandoned.of(ALL, List.of(ONE, TWO)));
        hours += 23;
        assertEquals(List.of(TWO), abandoned.of(ALL, List.of(TWO)));
    }

    @Test void whatWasNamedInBetweenBeginsAgain() {
        abandoned.of(ALL, List.of(ONE));
        hours += 12;
        abandoned.of(ALL, List.of());
        hours += 12;
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE)));
        hours += 24;
        assertEquals(List.of(ONE), abandoned.of(ALL, List.of(ONE)));
    }

    @Test void otherKindsAreLeftAlone() {
        abandoned.of(ALL, List.of(ONE));
        abandoned.of(Bytes.utf8("a"), List.of());
        hours += 24;
        assertEquals(List.of(ONE), abandoned.of(ALL, List.of(ONE)));
    }

    @Test void memoryIsBounded() {
        var many = new ArrayList<Bytes>();
        for (int i = 0; i < 20_000; i++) many.add(Bytes.utf8("q" + i));
        abandoned.of(ALL, many);
        hours += 24;
        assertEquals(10_000, abandoned.of(ALL, many).size());
    }

    @Test void whoIsAloneNeedNotWatch() { assertEquals(List.of(ONE), Abandoned.atOnce().of(ALL, List.of(ONE))); }
}
