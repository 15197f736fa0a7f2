package sigillo.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DataReaderTest {

    /** {@code text} null: the message has a bare line end. {@code left}: what follows the end of data. */
    private record Case(String input, String text, String left) {}

    private static final List<Case> CASES = List.of(
        new Case(".\r\n", "", ""),
        new Case("a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n"),
        new Case("..\r\n.\r\n", ".\r\n", ""),
        new Case(".a\r\n.\r\n", "a\r\n", ""),
        new Case("...\r\n..b\r\n.\r\n", "..\r\n.b\r\n", ""),
        new Case("a.\r\n.\r\n", "a.\r\n", ""),
        new Case("\r\n\r\n.\r\n", "\r\n\r\n", ""),
        new Case("a\0b\r\n.\0\r\n.\r\n", "a\0b\r\n\0\r\n", ""),
        new Case("\r\n.\t\r\n.\r\n", "\r\n\t\r\n", ""),
        new Case("\u2028.\u2028\r\n.\r\n", "\u2028.\u2028\r\n", ""),
        new Case("x".repeat(100_000) + "\r\n.\r\n", "x".repeat(100_000) + "\r\n", ""),
        new Case("a\n.\n\r\n.\r\n", null, ""),
        new Case("a\n.\r\nMAIL\r\n.\r\n", null, ""),
        new Case("a\r\n.\nMAIL\r\n.\r\n", null, ""),
        new Case("a\r.\rMAIL\r\n.\r\n", null, ""),
        new Case("a\r.\r\nMAIL\r\n.\r\n", null, ""),
        new Case("a\r\n.\rMAIL\r\n.\r\n", null, ""),
        new Case("a\r\r\n.\r\r\nMAIL\r\n.\r\n", null, ""),
        new Case("a\r\n.\r\r\n.\r\nMAIL\r\n", null, "MAIL\r\n"),
        new Case(".\r.\r\n.\r\n", null, ""),
        new Case("\n.\r\n\r\n.\r\n", null, ""),
        new Case("a\r\r\n.\r\nMAIL", null, "MAIL"));

    @TestFactory Stream<DynamicTest> reads() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(printable(c.input), () -> {
            var octets = c.input.getBytes(StandardCharsets.UTF_8);
            var pieces = octets.length < 100 ? octets.length : 5;
            for (int piece = 1; piece <= pieces; piece++) check(c, octets, piece);
            check(c, octets, octets.length);
        }));
    }

    private static void check(Case c, byte[] octets, int piece) throws IOException {
        var reader = new DataReader();
        var message = new ByteArrayOutputStream();
        int at = 0;
        boolean ended = false;
        while (!ended && at < octets.length) {
            // A slice in the middle of a larger array, as no reader may assume where its input lies.
            var in = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at)).slice();
            ended = reader.read(in, message::write);
            at += in.position();
        }
        assertTrue(ended);
        assertEquals(c.text == null, reader.hasBareLineEnd());
        if (c.text != null) assertEquals(c.text, message.toString(StandardCharsets.UTF_8));
        assertEquals(c.left, new String(octets, at, octets.length - at, StandardCharsets.UTF_8));
    }

    @TestFactory Stream<DynamicTest> neverEndsWithoutTheTrueEnd() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                var octets = new byte[random.nextInt(40)];
                for (int k = 0; k < octets.length; k++) octets[k] = (byte) "\r\n.a".charAt(random.nextInt(4));
                var text = "\r\n" + new String(octets, StandardCharsets.US_ASCII);
                var in = ByteBuffer.wrap(octets);
                boolean ended = new DataReader().read(in, (_, _, _) -> { });
                int end = text.indexOf("\r\n.\r\n");
                assertEquals(end >= 0, ended, text);
                if (ended) assertEquals(end + 3, in.position(), text);
            }
        }));
    }

    /** Whatever the message: what we send after DATA is one message, without a bare line end, at the other side. */
    @TestFactory Stream<DynamicTest> whatIsSentIsReadAsOne() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                var octets = new byte[random.nextInt(60)];
                for (int k = 0; k < octets.length; k++) octets[k] = (byte) "\r\n.ab".charAt(random.nextInt(5));
                var sent = sent(octets, 1 + random.nextInt(20));
                var message = new ByteArrayOutputStream();
                var reader = new DataReader();
                var in = ByteBuffer.wrap(sent);
                assertTrue(reader.read(in, message::write));
                assertFalse(in.hasRemaining());
                assertFalse(reader.hasBareLineEnd());
                var want = normal(new String(octets, StandardCharsets.US_ASCII));
                assertEquals(want, message.toString(StandardCharsets.US_ASCII));
            }
        }));
    }

    private static byte[] sent(byte[] octets, int piece) throws IOException {
        var sent = new ByteArrayOutputStream();
        var encoder = new DataEncoder(sent::write);
        for (int at = 0; at < octets.length; at += piece)
            encoder.write(octets, at, Math.min(piece, octets.length - at));
        encoder.end();
        return sent.toByteArray();
    }

    private static String normal(String text) {
        var lines = text.replaceAll("\r\n|\r|\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }

    private static String printable(String text) {
        var start = text.substring(0, Math.min(40, text.length()));
        return start.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
}
