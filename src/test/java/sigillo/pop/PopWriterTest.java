package sigillo.pop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/** Responses of several lines: RFC 1939 section 3. */
class PopWriterTest {
    private static final PopReply OK = PopReply.ok("x");

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    private static String top(String message, long lines) throws IOException {
        var out = new ByteArrayOutputStream();
        new PopWriter(out).top(OK, Octets.of(octets(message)), lines);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private record Case(String message, long lines, String want) {}

    private static final List<Case> CASES = List.of(
        new Case("a: b\r\n\r\nc\r\n", Long.MAX_VALUE, "a: b\r\n\r\nc\r\n"),
        new Case("a: b\r\n\r\n.\r\n..\r\n.c\r\n", Long.MAX_VALUE, "a: b\r\n\r\n..\r\n...\r\n..c\r\n"),
        new Case(".a: b\r\n\r\n", Long.MAX_VALUE, "..a: b\r\n\r\n"),
        new Case("a: b\n\nc\n.\nd\n", Long.MAX_VALUE, "a: b\r\n\r\nc\r\n..\r\nd\r\n"),
        new Case("a: b\r\rc\r.\rd\r", Long.MAX_VALUE, "a: b\r\n\r\nc\r\n..\r\nd\r\n"),
        new Case("a: b\r\n\r\nc\r\r\nd", Long.MAX_VALUE, "a: b\r\n\r\nc\r\n\r\nd\r\n"),
        new Case("a: b\r\n\r\nc", Long.MAX_VALUE, "a: b\r\n\r\nc\r\n"),
        new Case("a: b\r\n\r\nc\r", Long.MAX_VALUE, "a: b\r\n\r\nc\r\n"),
        new Case("", Long.MAX_VALUE, ""), new Case("\r\n", Long.MAX_VALUE, "\r\n"), new Case(".", Long.MAX_VALUE, "..\r\n"),
        new Case("a: b\r\n\r\nc\r\nd\r\n", 0, "a: b\r\n\r\n"),
        new Case("a: b\r\n\r\nc\r\nd\r\n", 1, "a: b\r\n\r\nc\r\n"),
        new Case("a: b\r\n\r\nc\r\nd\r\n", 2, "a: b\r\n\r\nc\r\nd\r\n"),
        new Case("a: b\r\n\r\nc\r\nd\r\n", 3, "a: b\r\n\r\nc\r\nd\r\n"),
        new Case("a: b\r\n\r\n\r\n\r\nd\r\n", 1, "a: b\r\n\r\n\r\n"),
        new Case("a: b\n\nc\nd\n", 1, "a: b\r\n\r\nc\r\n"),
        new Case("a: b\r\n c\r\n", 0, "a: b\r\n c\r\n"), new Case("\r\nbody\r\nmore\r\n", 1, "\r\nbody\r\n"));

    @TestFactory Stream<DynamicTest> messages() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.message.replace("\r", "\\r").replace("\n", "\\n") + " " + c.lines,
            () -> assertEquals("+OK x\r\n" + c.want + ".\r\n", top(c.message, c.lines))));
    }

    @Test void aListIsStuffedToo() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new PopWriter(out);
        writer.begin(OK);
        assertFalse(writer.isBetweenResponses());
        writer.line("1 .");
        writer.line(".2");
        writer.end();
        assertTrue(writer.isBetweenResponses());
        assertEquals("+OK x\r\n1 .\r\n..2\r\n.\r\n", out.toString(StandardCharsets.US_ASCII));
    }

    @Test void whatCannotBeReadAtItsBeginningIsNotBegun() {
        var out = new ByteArrayOutputStream();
        var writer = new PopWriter(out);
        assertThrows(IOException.class, () -> writer.message(OK, new Broken(10, 0)));
        assertTrue(writer.isBetweenResponses());
        assertEquals(0, out.size());
    }

    @Test void whatBreaksOffIsNotEnded() {
        var out = new ByteArrayOutputStream();
        var writer = new PopWriter(out);
        assertThrows(IOException.class, () -> writer.message(OK, new Broken(100_000, 20_000)));
        assertFalse(writer.isBetweenResponses());
        assertFalse(out.toString(StandardCharsets.ISO_8859_1).contains("\r\n."), "no end");
    }

    /** Readable up to a place. */
    private record Broken(long length, long readable) implements Octets {
        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            if (position >= readable) throw new IOException("damaged");
            return (int) Math.min(count, readable - position);
        }
    }

    /** Whatever is kept, a client reads it line by line, and gets what CRLF makes of it. */
    @TestFactory Stream<DynamicTest> clientsGetTheLines() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 2_000; i++) {
                var message = message(random, random.nextInt(i % 100 == 0 ? 30_000 : 200));
                var out = new ByteArrayOutputStream();
                new PopWriter(out).message(OK, Octets.of(message));
                assertArrayEquals(octets(withCrlf(message)), octets(asClient(out.toString(StandardCharsets.ISO_8859_1))));
            }
        }));
    }

    private static byte[] message(Random random, int length) {
        var octets = new byte[length];
        for (int i = 0; i < length; i++) octets[i] = (byte) "\r\n.a".charAt(random.nextInt(4));
        return octets;
    }

    private static String withCrlf(byte[] message) {
        var text = new String(message, StandardCharsets.ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n");
        return text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
    }

    /** By strict lines; the end must be where it is meant. */
    private static String asClient(String response) {
        var message = new StringBuilder();
        var lines = response.split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].equals(".")) {
                assertEquals(lines.length - 2, i, "the end comes early");
                return message.toString();
            }
            message.append(lines[i].startsWith(".") ? lines[i].substring(1) : lines[i]).append("\r\n");
        }
        throw new AssertionError("no end");
    }
}
