package sigillo.pop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.pop.PopFramer.Fault;
import sigillo.pop.PopFramer.Frame;

/** Lines: RFC 1939 section 3, however they are divided on their way. */
class PopFramerTest {
    private static final int MAX = 20;

    static List<Frame> frames(byte[] octets, int segment, int max) {
        var framer = new PopFramer();
        var frames = new ArrayList<Frame>();
        for (int from = 0; from < octets.length; from += segment) {
            var in = ByteBuffer.wrap(octets, from, Math.min(segment, octets.length - from));
            while (in.hasRemaining()) {
                var frame = framer.next(in, max);
                if (frame instanceof Frame.Endless) return frames;
                if (!(frame instanceof Frame.More)) frames.add(frame);
            }
        }
        return frames;
    }

    private static List<Frame> frames(String text, int segment) { return frames(text.getBytes(StandardCharsets.ISO_8859_1), segment, MAX); }

    private static Frame line(String text) { return new Frame.Line(text); }

    private static Frame bad(Fault fault) { return new Frame.Bad(fault); }

    private record Case(String said, List<Frame> want) {}

    private static final List<Case> CASES = List.of(
        new Case("STAT\r\nQUIT\r\n", List.of(line("STAT"), line("QUIT"))),
        new Case("\r\n", List.of(line(""))),
        new Case("STAT", List.of()),
        new Case("STAT\nQUIT\r\nNOOP\r\n", List.of(bad(Fault.BARE_LINE_END), line("NOOP"))),
        new Case("STAT\rQUIT\r\n", List.of(bad(Fault.BARE_LINE_END))),
        new Case("STAT\r\r\nNOOP\r\n", List.of(bad(Fault.BARE_LINE_END), line("NOOP"))),
        new Case("\n\r\n", List.of(bad(Fault.BARE_LINE_END))),
        new Case("123456789012345678\r\n", List.of(line("123456789012345678"))),
        new Case("1234567890123456789\r\nNOOP\r\n", List.of(bad(Fault.TOO_LONG), line("NOOP"))),
        new Case("x".repeat(5_000) + "\r\nNOOP\r\n", List.of(bad(Fault.TOO_LONG), line("NOOP"))),
        new Case("ST\u0000AT\r\nNOOP\r\n", List.of(bad(Fault.NUL), line("NOOP"))),
        new Case("USER \u00C3\u00A9\r\n", List.of(line("USER é"))),
        new Case("USER \u00E9\r\nNOOP\r\n", List.of(bad(Fault.NOT_UTF8), line("NOOP"))));

    @TestFactory Stream<DynamicTest> cuts() {
        return CASES.stream().flatMap(c -> Stream.of(1, 2, 3, 7, 10_000).map(segment -> DynamicTest.dynamicTest(
            c.said.substring(0, Math.min(30, c.said.length())) + " by " + segment,
            () -> assertEquals(c.want, frames(c.said, segment)))));
    }

    @Test void aLineWithoutEndEnds() {
        var framer = new PopFramer();
        Frame last = null;
        int said = 0;
        for (; !(last instanceof Frame.Endless) && said < 1 << 20; said += 1_000) last = framer.next(ByteBuffer.wrap(new byte[1_000]), MAX);
        assertInstanceOf(Frame.Endless.class, last);
        assertTrue(said <= PopLineLimits.SKIPPED_MAX + 1_000, "after " + said);
    }

    /** Any octets, in any pieces: no exception, and where they are divided makes no difference. */
    @TestFactory Stream<DynamicTest> anyOctets() {
        return Stream.of(1L, 2L, 3L, 4L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                var octets = octets(random);
                var whole = frames(octets, octets.length + 1, 1 + random.nextInt(60));
                for (var frame : whole) if (frame instanceof Frame.Line(var text)) PopParser.parse(text);
                var at = 1 + random.nextInt(40);
                assertEquals(frames(octets, octets.length + 1, 40), frames(octets, at, 40));
            }
        }));
    }

    private static byte[] octets(Random random) {
        var octets = new byte[random.nextInt(300)];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (random.nextInt(3) == 0 ? "\r\n\0. SURPQT1".charAt(random.nextInt(12)) : random.nextInt(256));
            if (i > 0 && octets[i - 1] == '\r' && random.nextBoolean()) octets[i] = '\n';
        }
        return octets;
    }
}
