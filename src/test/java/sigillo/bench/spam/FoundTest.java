package sigillo.bench.spam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FoundTest {
    private static Found found(double[] spam, double[] wanted) {
        var found = new Found();
        for (double score : spam) found.add(score, true);
        for (double score : wanted) found.add(score, false);
        return found;
    }

    @Test void whatIsTold() {
        var found = found(new double[] {9, 8, 5, 1}, new double[] {6, 3, 2, 0});
        assertEquals(0.5, found.recall(0));
        assertEquals(0.75, found.recall(0.25));
        assertEquals(1, found.recall(0.75));
        assertEquals((1 + 3) / 16.0, found.area());
        assertArrayEquals(new double[] {0.25, 0.75}, found.from(5));
    }

    @Test void equalsAreNoSuccess() {
        var found = found(new double[] {1, 1}, new double[] {1, 1});
        assertEquals(0, found.recall(0));
        assertEquals(0, found.recall(0.5));
        assertEquals(0.5, found.area());
    }
}
