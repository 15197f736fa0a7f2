package sigillo.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.smtp.LineFramer.Frame;

class LineFramerTest {

    private record Case(String input, Frame... want) {}

    private static final List<Case> CASES = List.of(
        new Case("NOOP\r\n", line("NOOP")),
        new Case("\r\n", line("")),
        new Case("A\r\nB\r\nC", line("A"), line("B")),
        new Case("A\nB\r\nC\r\n", new Frame.BareLineEnd(), line("C")),
        new Case("A\rB\r\nC\r\n", new Frame.BareLineEnd(), line("C")),
        new Case("A\r\r\nC\r\n", new Frame.BareLineEnd(), line("C")),
        new Case("\nA\r\nC\r\n", new Frame.BareLineEnd(), line("C")),
        new Case("A\n\r\nC\r\n", new Frame.BareLineEnd(), line("C")),
        new Case("RCPT TO:<a@b\nDATA>\r\n", new Frame.BareLineEnd()),
        new Case("123456789012345678\r\nC\r\n", line("123456789012345678"), line("C")),
        new Case("1234567890123456789\r\nC\r\n", new Frame.TooLong(), line("C")),
        new Case("x".repeat(5_000) + "\r\nC\r\n", new Frame.TooLong(), line("C")),
        new Case("\u00e8\r\n", line("\u00e8")),
        new Case("a\0b\r\n", line("a\0b")));

    @TestFactory Stream<DynamicTest> frames() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(printable(c.input), () -> {
            var octets = c.input.getBytes(StandardCharsets.UTF_8);
            for (int piece : new int[] {1, 2, 3, 7, 100_000}) assertEquals(List.of(c.want), frames(octets, piece));
        }));
    }

    @Test void refusesWhatIsNotUtf8() {
        var latin1 = "\u00e8\r\nB\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(List.of(new Frame.NotUtf8(), line("B")), frames(latin1, 99));
    }

    @Test void givesUpOnALineWithoutEnd() {
        var framer = new LineFramer();
        var junk = new byte[8_192];
        for (int i = 0; i <= SmtpLimits.SKIPPED_OCTETS_MAX / junk.length; i++) {
            var frame = framer.next(ByteBuffer.wrap(junk), SmtpLimits.COMMAND_OCTETS_MAX);
            if (i < SmtpLimits.SKIPPED_OCTETS_MAX / junk.length) assertEquals(new Frame.More(), frame);
            else assertEquals(new Frame.Endless(), frame);
        }
    }

    private static List<Frame> frames(byte[] octets, int piece) {
        var framer = new LineFramer();
        var frames = new ArrayList<Frame>();
        for (int at = 0; at < octets.length; at += piece) {
            var in = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at));
            while (in.hasRemaining()) {
                var frame = framer.next(in, 20);
                if (!(frame instanceof Frame.More)) frames.add(frame);
            }
        }
        return frames;
    }

    private static Frame line(String text) { return new Frame.Line(text); }

    private static String printable(String text) {
        var start = text.substring(0, Math.min(40, text.length()));
        return start.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
}
