package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
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

    /** A header beyond the bound is cut where a field begins. */
    @TestFactory Stream<DynamicTest> neverHalfAHeader() {
        return Stream.of(1L, 2L, 3L).map(seed -> dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 300; i++) {
                var text = new StringBuilder();
                int fields = random.nextInt(12);
                for (int f = 0; f < fields; f++) {
                    text.append("X-").append(f).append(": ").append("v".repeat(random.nextInt(40)));
                    for (int l = random.nextInt(3); l > 0; l--) text.append(random.nextBoolean() ? "\r\n " : "\r\n\t")
                        .append("more");
                    text.append("\r\n");
                }
                int headerEnd = text.length();
                if (random.nextBoolean()) text.append("\r\nbody\r\n");
                int max = 1 + random.nextInt(300);
                int end = wholeFieldsEnd(text.toString(), max);
                assertTrue(end <= max && end <= headerEnd);
                if (headerEnd + 2 <= max) assertEquals(headerEnd, end);
                var kept = text.substring(0, end);
                var rest = text.substring(end);
                assertTrue(kept.isEmpty() || kept.endsWith("\r\n"), "a whole line");
                assertFalse(rest.startsWith(" ") || rest.startsWith("\t"), "a whole field");
            }
        }));
    }

    private static int wholeFieldsEnd(String message, int octetsMax) throws IOException {
        var limits = new MessageLimits(100, 10_000, octetsMax, 20_000, 32 << 10, 1 << 20, 256);
        return (int) HeaderSection.read(Shape.octets(message), limits).wholeFieldsEnd(limits);
    }
}
