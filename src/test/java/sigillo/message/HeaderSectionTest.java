package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

class HeaderSectionTest {
    private static final MessageLimits SMALL = new MessageLimits(10, 10, 40, 5, 40, 1_000, 70);

    record Case(String message, int fields, boolean cut, int fieldsEnd, int bodyStart) {}

    private static final List<Case> CASES = List.of(
        new Case("A: b\r\n\r\nbody\r\n", 1, false, 6, 8),
        new Case("A: b\r\nC: d\r\n e\r\n\r\n", 2, false, 16, 18),
        new Case("A: b\n\nbody", 1, false, 5, 6),
        new Case("A: b\r\n", 1, false, 6, 6),
        new Case("A: b", 1, false, 4, 4),
        new Case("\r\nbody", 0, false, 0, 2),
        new Case("", 0, false, 0, 0),
        new Case("A: b\r\n\rC: d\r\n\r\n", 2, false, 13, 15),
        new Case("A: " + "b".repeat(50) + "\r\nC: d\r\n\r\nbody", 1, true, 55, 55),
        new Case("A:\r\n".repeat(6) + "\r\nbody", 5, true, 24, 26));

    @TestFactory Stream<DynamicTest> endsAtTheFirstEmptyLine() {
        return CASES.stream().map(c -> dynamicTest("case " + CASES.indexOf(c), () -> {
            var section = HeaderSection.read(Octets.of(c.message.getBytes(StandardCharsets.US_ASCII)), SMALL);
            var header = section.header();
            int end = (int) section.fieldsEnd();
            assertEquals(c, new Case(c.message, header.size(), header.isCut(), end, (int) section.bodyStart()));
        }));
    }
}
