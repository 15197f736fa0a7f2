package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

class ImapWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ImapWriter writer = new ImapWriter(out);

    private record Case(String string, String want) {}

    private static final List<Case> CASES = List.of(
        new Case("", "\"\""),
        new Case("abc", "\"abc\""),
        new Case("a\"b\\c", "\"a\\\"b\\\\c\""),
        new Case("a\r\nb", "{4}\r\na\r\nb"),
        new Case("\u00e9", "{1}\r\n\u00e9"),
        new Case("a\0b", "{2}\r\nab"),
        new Case("x".repeat(1001), "{1001}\r\n" + "x".repeat(1001)));

    @TestFactory Stream<DynamicTest> strings() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.want, () -> {
            var bytes = new ByteArrayOutputStream();
            var w = new ImapWriter(bytes);
            w.string(c.string.getBytes(StandardCharsets.ISO_8859_1)).flush();
            assertEquals(c.want, bytes.toString(StandardCharsets.ISO_8859_1));
        }));
    }

    @Test void utf8IsQuotedOnceEnabled() throws IOException {
        writer.names(Names.UTF8);
        writer.text("é").raw(" ").mailbox("R&D é").raw(" ").string(new byte[] {(byte) 0xE9}).flush();
        assertEquals("\"é\" \"R&D é\" {1}\r\n\uFFFD", out.toString(StandardCharsets.UTF_8));
    }

    @Test void namesAreEncodedBefore() throws IOException {
        writer.mailbox("R&D é").flush();
        assertEquals("\"R&-D &AOk-\"", out.toString(StandardCharsets.UTF_8));
    }

    @Test void status() throws IOException {
        writer.status("a1", Status.ok("UIDNEXT 5", "Done"));
        writer.status("*", Status.bye("Bye"));
        writer.flush();
        assertEquals("a1 OK [UIDNEXT 5] Done\r\n* BYE Bye\r\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test void largeLiteralsPassThroughWhole() throws IOException {
        var message = new byte[100_000];
        new Random(1).nextBytes(message);
        writer.raw("* 1 FETCH (BODY[] ").literal(Octets.of(message)).raw(")").crlf().flush();
        var head = "* 1 FETCH (BODY[] {100000}\r\n".length();
        var got = out.toByteArray();
        assertArrayEquals(message, java.util.Arrays.copyOfRange(got, head, head + message.length));
        assertEquals(head + message.length + 3, got.length);
    }

    @TestFactory Stream<DynamicTest> whatIsWrittenCanBeRead() {
        return Stream.of(1L, 2L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                var string = new byte[random.nextInt(20)];
                for (int k = 0; k < string.length; k++) string[k] = (byte) (1 + random.nextInt(255));
                var bytes = new ByteArrayOutputStream();
                var w = new ImapWriter(bytes);
                w.names(Names.values()[random.nextInt(2)]);
                w.string(string).flush();
                assertArrayEquals(string, new Cursor(Frame.of(bytes.toByteArray()), Names.UTF8).astringOctets());
            }
        }));
    }
}
