package sigillo;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.bench.PathFigures;

/**
 * What {@code ./bench jmh} measures can be measured: {@code ./test long -Dtest=FiguresTest}, with
 * {@code -Dsigillo.figures=Sealing} for some. No figure is judged here, since the machine may have other things to do:
 * docs/measurements.md compares them with their budgets.
 */
@Tag("long")
class FiguresTest {
    @Test void measures() throws Exception {
        var lines = PathFigures.measured(System.getProperty("sigillo.figures", ""));
        lines.forEach(System.out::println);
        assertFalse(lines.isEmpty());
    }
}
