package sigillo.managesieve;

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
import sigillo.base.Bytes;
import sigillo.managesieve.Frame.Fault;

/** Commands with their literals: RFC 5804 sections 1.2 and 4, however they are divided on their way. */
class FramerTest {
    private static final CommandLimits LIMITS = new CommandLimits(64, 30, 100);

    static List<Frame> frames(byte[] octets, int segment, CommandLimits limits) {
        var framer = new Framer();
        var frames = new ArrayList<Frame>();
        for (int from = 0; from < octets.length; from += segment) {
            var in = ByteBuffer.wrap(octets, from, Math.min(segment, octets.length - from));
            while (in.hasRemaining()) {
                var frame = framer.next(in, limits);
                if (!(frame instanceof Frame.More)) frames.add(frame);
                if (frame instanceof Frame.Hopeless) return frames;
            }
        }
        return frames;
    }

    private static List<Frame> frames(String text, int segment) {
        return frames(text.getBytes(StandardCharsets.ISO_8859_1), segment, LIMITS);
    }

    private static Frame command(String text) { return new Frame.Command(Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1))); }

    private static Frame bad(Fault fault) { return new Frame.Bad(fault); }

    private static final Frame NOOP = command("NOOP");
    private static final Frame SYNC = new Frame.Hopeless("A literal is announced as {size+}");
    private static final Frame TOO_MUCH = new Frame.Hopeless("That was too much");

    private record Case(String said, List<Frame> want) {}

    private static final List<Case> CASES = List.of(
        new Case("NOOP\r\nNOOP\r\n", List.of(NOOP, NOOP)),
        new Case("\r\n", List.of(command(""))),
        new Case("NOOP", List.of()),
        new Case("A {3+}\r\na\r\n\r\nNOOP\r\n", List.of(command("A {3+}\r\na\r\n"), NOOP)),
        new Case("A {0+}\r\n\r\n", List.of(command("A {0+}\r\n"))),
        new Case("A {3+}\r\nabc {1+}\r\n\0 b\r\n", List.of(command("A {3+}\r\nabc {1+}\r\n\0 b"))),
        new Case("A {3+}\r\n{3+\r\n", List.of(command("A {3+}\r\n{3+"))),
        new Case("A \"{3+}\"\r\nNOOP\r\n", List.of(command("A \"{3+}\""), NOOP)),
        new Case("A \"\\\"{3+}\r\nNOOP\r\n", List.of(bad(Fault.OPEN_QUOTE), NOOP)),
        new Case("A \"{3+}\r\nNOOP\r\n", List.of(bad(Fault.OPEN_QUOTE), NOOP)),
        new Case("A \"\\\\\" {1+}\r\nx\r\n", List.of(command("A \"\\\\\" {1+}\r\nx"))),
        new Case("A {3+} \r\nNOOP\r\n", List.of(command("A {3+} "), NOOP)),
        new Case("A {+}\r\nNOOP\r\n", List.of(command("A {+}"), NOOP)),
        new Case("A {1+}}\r\nNOOP\r\n", List.of(command("A {1+}}"), NOOP)),
        new Case("A {{1+}\r\nx\r\n", List.of(command("A {{1+}\r\nx"))),
        new Case("A 3+}\r\nNOOP\r\n", List.of(command("A 3+}"), NOOP)),
        new Case("A {3}\r\nNOOP\r\n", List.of(SYNC)),
        new Case("NOOP\nA\r\nNOOP\r\n", List.of(bad(Fault.BARE_LINE_END), NOOP)),
        new Case("NOOP\rA\r\nNOOP\r\n", List.of(bad(Fault.BARE_LINE_END), NOOP)),
        new Case("NOOP\r\r\nNOOP\r\n", List.of(bad(Fault.BARE_LINE_END), NOOP)),
        new Case("NO\0OP\r\nNOOP\r\n", List.of(bad(Fault.NUL), NOOP)),
        new Case("x".repeat(62) + "\r\nNOOP\r\n", List.of(command("x".repeat(62)), NOOP)),
        new Case("x".repeat(63) + "\r\nNOOP\r\n", List.of(bad(Fault.TOO_LONG), NOOP)),
        new Case("x".repeat(70) + " {6+}\r\nA\r\nB\r\n\r\nNOOP\r\n", List.of(bad(Fault.TOO_LONG), NOOP)),
        new Case("A {30+}\r\n" + "x".repeat(30) + "\r\n", List.of(command("A {30+}\r\n" + "x".repeat(30)))),
        new Case("A {31+}\r\n" + "\nx\0".repeat(10) + "x\r\nNOOP\r\n", List.of(bad(Fault.TOO_LARGE), NOOP)),
        new Case("A {30+}\r\n" + "x".repeat(30) + " {30+}\r\n" + "x".repeat(30) + " {30+}\r\n" + "x".repeat(30) + "\r\nNOOP\r\n",
            List.of(bad(Fault.TOO_LARGE), NOOP)),
        new Case("A {4194304+}\r\n", List.of()),
        new Case("A {4194305+}\r\n", List.of(TOO_MUCH)),
        new Case("A {99999999999999999999999999999+}\r\n", List.of(TOO_MUCH)),
        new Case("x".repeat(5 << 20), List.of(TOO_MUCH)));

    @TestFactory Stream<DynamicTest> cuts() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest("'" + one.said.substring(0, Math.min(40, one.said.length())) + "'", () -> {
            for (int segment : new int[] {1, 2, 3, 7, one.said.length()}) assertEquals(one.want, frames(one.said, segment));
        }));
    }

    /** What is announced costs nothing before it comes, and what was refused is not kept. */
    @Test void onlyWhatHasComeIsHeld() {
        var framer = new Framer();
        var owner = CommandLimits.owner(128 << 10);
        framer.next(ByteBuffer.wrap("PUTSCRIPT \"a\" {131072+}\r\n".getBytes(StandardCharsets.US_ASCII)), owner);
        assertTrue(framer.kept() <= 128, framer.kept() + " octets");
        framer.next(ByteBuffer.wrap(new byte[100_000]), owner);
        assertTrue(framer.kept() <= 200_100, framer.kept() + " octets");
        var frame = framer.next(ByteBuffer.wrap(new byte[31_072]), owner);
        assertInstanceOf(Frame.More.class, frame);
        assertInstanceOf(Frame.Command.class, framer.next(ByteBuffer.wrap(new byte[] {'\r', '\n'}), owner));
        assertEquals(0, framer.kept());
        framer.next(ByteBuffer.wrap("A {200000+}\r\n".getBytes(StandardCharsets.US_ASCII)), owner);
        framer.next(ByteBuffer.wrap(new byte[100_000]), owner);
        assertEquals(0, framer.kept());
    }

    /** Wherever it is cut, the same comes out, and never more than the limits say. */
    @TestFactory Stream<DynamicTest> anyCut() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                var text = new StringBuilder();
                for (int n = random.nextInt(12); n > 0; n--) text.append(PIECES[random.nextInt(PIECES.length)]);
                var whole = frames(text.toString(), text.length() + 1);
                assertEquals(whole, frames(text.toString(), 1 + random.nextInt(5)), text.toString());
                for (var frame : whole) {
                    if (frame instanceof Frame.Command(var octets)) assertTrue(octets.length() <= LIMITS.allMax());
                }
            }
        }));
    }

    private static final String[] PIECES = {"\r\n", "\r", "\n", "\0", "{3+}", "{3}", "{3+}\r\n", "{0+}\r\n", "{40+}\r\n", "\"", "\\", "abc", " ", "{", "}", "x".repeat(40)};
}
