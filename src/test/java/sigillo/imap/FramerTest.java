package sigillo.imap;

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

class FramerTest {
    private static final FrameLimits SMALL = new FrameLimits(100, 20, 200, 1_000);

    /** What goes in, and what comes out as {@link Reader} tells it. */
    private record Case(String in, String... out) {
        String name() { return "'" + in.substring(0, Math.min(60, in.length())); }
    }

    private static final List<Case> CASES = List.of(
        new Case("a NOOP\r\n", "whole a NOOP"),
        new Case("a NOOP\r\nb NOOP\r\n", "whole a NOOP", "whole b NOOP"),
        new Case("\r\n", "whole "),
        new Case("a LOGIN {4}\r\nanna {2+}\r\npw\r\nb\r\n", "literal 4 sync fits", "literal 2 fits",
            "whole a LOGIN {4}|anna {2+}|pw", "whole b"),
        new Case("a X {0}\r\n\r\n", "literal 0 sync fits", "whole a X {0}|"),
        new Case("a X ~{3}\r\nabc\r\n", "literal 3 sync binary fits", "whole a X ~{3}|abc"),
        new Case("a X {3}\r\n\r\n\n\r\n", "literal 3 sync fits", "whole a X {3}||\n"),
        new Case("a X {21}\r\nb\r\n", "literal 21 sync", "bad REFUSED a X {21}|", "whole b"),
        new Case("a X {21+}\r\n123456789012345678901 {2+}\r\nxx rest\r\nb\r\n", "literal 21",
            "bad REFUSED a X {21+}| {2+}| rest|", "whole b"),
        new Case("a X {21+}\r\n123456789012345678901 {2}\r\nb\r\n", "literal 21", "bad REFUSED a X {21+}| {2}|",
            "whole b"),
        new Case("a X {2000+}\r\n" + "x".repeat(100), "literal 2000", "hopeless"),
        new Case("a X {99999999999999999999}\r\nb\r\n", "whole a X {99999999999999999999}", "whole b"),
        new Case("a NOOP\nb NOOP\r\n", "bad BARE_LINE_END a NOOP\n", "whole b NOOP"),
        new Case("a X {5}\nb NOOP\r\n", "bad BARE_LINE_END a X {5}\n", "whole b NOOP"),
        new Case("a NO\rOP\r\nb\r\n", "bad BARE_LINE_END a NO\rOP|", "whole b"),
        new Case("a NOOP\r\r\nb\r\n", "bad BARE_LINE_END a NOOP\r|", "whole b"),
        new Case("a N\0\r\nb\r\n", "bad NUL a N\0|", "whole b"),
        new Case("a " + "x".repeat(99) + "\r\nb\r\n", "bad TOO_LONG a " + "x".repeat(99) + "|", "whole b"),
        new Case("a " + "x".repeat(300) + " {3+}\r\na\nb c\r\nb\r\n", "bad TOO_LONG a " + "x".repeat(254), "whole b"),
        new Case("a " + "x".repeat(2000), "hopeless"),
        new Case("a APPEND x {30}\r\n123456789012345678901234567890 y\r\nb\r\n", "literal 30 sync",
            "message 123456789012345678901234567890", "whole a APPEND x {30}| y", "whole b"),
        new Case("a APPEND x {3+}\r\nabc {3+}\r\nabc\r\nb\r\n", "literal 3 fits", "message abc",
            "literal 3 fits", "message abc", "whole a APPEND x {3+}| {3+}|", "whole b"),
        new Case("a APPEND x" + " {1+}\r\ny".repeat(5) + "\r\nb\r\n", Stream.concat(
            Stream.generate(() -> List.of("literal 1 fits", "message y")).limit(5).flatMap(List::stream),
            Stream.of("whole a APPEND x" + " {1+}|".repeat(5), "whole b")).toArray(String[]::new)));

    static List<String> inputs() { return CASES.stream().map(Case::in).toList(); }

    @TestFactory Stream<DynamicTest> cuts() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> {
            for (int cut = 1; cut <= c.in.length(); cut++) {
                assertEquals(List.of(c.out), Reader.read(c.in, cut), "every " + cut);
            }
        }));
    }

    @Test void leavesWhatFollows() {
        var in = ByteBuffer.wrap("a STARTTLS\r\n\u0016\u0003\u0001".getBytes(StandardCharsets.ISO_8859_1));
        assertInstanceOf(Found.Whole.class, new Framer(SMALL).command(in));
        assertEquals(3, in.remaining());
    }

    @Test void bracesMeanNothingInALine() {
        var in = ByteBuffer.wrap("abc{5}\r\nDONE\r\n".getBytes(StandardCharsets.ISO_8859_1));
        var framer = new Framer(SMALL);
        assertEquals("abc{5}", assertInstanceOf(Found.Whole.class, framer.line(in)).frame().toString());
        assertEquals("DONE", assertInstanceOf(Found.Whole.class, framer.line(in)).frame().toString());
    }

    /** However long a line is, little of it is kept. */
    @Test void keepsLittleOfALongLine() {
        var framer = new Framer(new FrameLimits(64 << 10, 16 << 10, 200, 8L << 30));
        var piece = new byte[1 << 20];
        java.util.Arrays.fill(piece, (byte) 'x');
        for (int i = 0; i < 32; i++) assertInstanceOf(Found.More.class, framer.command(ByteBuffer.wrap(piece)));
        var end = ByteBuffer.wrap("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        var bad = assertInstanceOf(Found.Bad.class, framer.command(end));
        assertEquals(Found.Fault.TOO_LONG, bad.fault());
        assertTrue(bad.head().octets().length <= 256);
    }

    @TestFactory Stream<DynamicTest> takesAnything() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                var noise = noise(random);
                var once = Reader.read(noise, noise.length());
                assertEquals(once, Reader.read(noise, 1), noise);
                assertEquals(once, Reader.read(noise, 1 + random.nextInt(7)), noise);
            }
        }));
    }

    private static String noise(Random random) {
        var text = new StringBuilder();
        var pieces = List.of("\r\n", "a NOOP\r\n", "{3}\r\n", "{3+}\r\n", "{40+}\r\n", "{40}\r\n", "~{1}\r\n", "\n",
            "\r", "\0", "a ", "APPEND x", "{", "}", "xyz", "{700+}\r\n");
        for (int n = 1 + random.nextInt(12); n-- > 0; ) text.append(pieces.get(random.nextInt(pieces.size())));
        return text.toString();
    }

    /** Drives a framer as a connection does: what fits is accepted, the literal of an APPEND is taken as a message. */
    static final class Reader {
        private final Framer framer = new Framer(SMALL);
        private final List<String> told = new ArrayList<>();
        private StringBuilder message;
        private long missing;

        static List<String> read(String text, int cut) {
            var octets = text.getBytes(StandardCharsets.ISO_8859_1);
            var reader = new Reader();
            for (int at = 0; at < octets.length; at += cut) {
                if (!reader.take(ByteBuffer.wrap(octets, at, Math.min(cut, octets.length - at)))) break;
            }
            return reader.told;
        }

        /** False when nothing more is to be read. */
        private boolean take(ByteBuffer in) {
            while (true) {
                takeMessage(in);
                if (missing > 0) return true;
                switch (framer.command(in)) {
                    case Found.More() -> {
                        assertEquals(0, in.remaining());
                        return true;
                    }
                    case Found.Whole(var frame) -> told.add("whole " + show(frame));
                    case Found.Bad(var fault, var head) -> told.add("bad " + fault + " " + show(head));
                    case Found.Literal literal -> offered(literal);
                    case Found.Hopeless() -> {
                        told.add("hopeless");
                        return false;
                    }
                }
            }
        }

        private void takeMessage(ByteBuffer in) {
            while (missing > 0 && in.hasRemaining()) {
                message.append((char) in.get());
                if (--missing == 0) told.add("message " + message);
            }
        }

        private void offered(Found.Literal literal) {
            told.add("literal " + literal.size() + (literal.sync() ? " sync" : "")
                + (literal.binary() ? " binary" : "") + (literal.fits() ? " fits" : ""));
            if (literal.sofar().toString().contains(" APPEND ")) {
                framer.leave();
                message = new StringBuilder();
                missing = literal.size();
            } else if (literal.fits()) {
                framer.accept();
            } else {
                framer.refuse();
            }
        }

        private static String show(Frame frame) { return frame.toString().replace("\r\n", "|"); }
    }
}
