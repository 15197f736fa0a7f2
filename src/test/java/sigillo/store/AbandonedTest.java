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

    /** As many as are known, of accounts that were removed before a second look: their rows are never asked for again. */
    @Test void whatIsNotLookedAtAnyMoreKeepsNobodyOutForLong() {
        for (int account = 0; account < 100; account++) {
            var prefix = Bytes.utf8("a" + account + "/");
            var theirs = new ArrayList<Bytes>();
            for (int i = 0; i < 100; i++) theirs.add(Bytes.utf8("a" + account + "/" + i));
            abandoned.of(prefix, theirs);
        }
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE)));
        hours += 24;
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE)), "there was no place for it: it waits, and is not let go of too early");
        hours += 24 * 3;
        abandoned.of(ALL, List.of(ONE));
        hours += 23;
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE)), "it is watched for a whole day from then on");
        hours += 1;
        assertEquals(List.of(ONE), abandoned.of(ALL, List.of(ONE)));
    }

    /** Those that are looked at daily are not forgotten while they wait, however full it is. */
    @Test void whatIsLookedAtKeepsItsPlaceWhenItIsFull() {
        var many = new ArrayList<Bytes>();
        for (int i = 0; i < 10_000; i++) many.add(Bytes.utf8("a" + i));
        var prefix = Bytes.utf8("a");
        abandoned.of(prefix, many);
        hours += 24;
        assertEquals(10_000, abandoned.of(prefix, many).size());
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE)));
        abandoned.of(prefix, List.of()); // they are gone
        assertEquals(List.of(), abandoned.of(ALL, List.of(ONE)));
        hours += 24;
        assertEquals(List.of(ONE), abandoned.of(ALL, List.of(ONE)));
    }

    @Test void whoIsAloneNeedNotWatch() { assertEquals(List.of(ONE), Abandoned.atOnce().of(ALL, List.of(ONE))); }
}
