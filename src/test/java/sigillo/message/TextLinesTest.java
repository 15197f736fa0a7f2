package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TextLinesTest {

    record Case(String text, String want) {}

    private static final List<Case> CASES = List.of(
        new Case("", ""),
        new Case("one", "one"),
        new Case("one\r\ntwo\r\n", "one\r\ntwo\r\n"),
        new Case("one\ntwo\n", "one\r\ntwo\r\n"),
        new Case("one\rtwo\r", "one\r\ntwo\r\n"),
        new Case("\n\n", "\r\n\r\n"),
        new Case("\r\r\n\n", "\r\n\r\n\r\n"),
        new Case("\r", "\r\n"));

    @TestFactory Stream<DynamicTest> endWithCrlf() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest('"' + c.text.replace("\r", "\\r").replace("\n", "\\n") + '"', () -> {
            assertEquals(c.want, of(c.text, 8_192));
            assertEquals(c.want, of(c.text, 1));
        }));
    }

    /** Whatever the pieces are in which it is read, and as long as POP says that it is. */
    @Test void isTheSameInAnyPieces() throws IOException {
        var random = new Random(9051);
        for (int n = 0; n < 200; n++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(12_000); i-- > 0; ) text.append("\r\nab".charAt(random.nextInt(4)));
            var lines = of(text.toString(), 1 + random.nextInt(5_000));
            assertEquals(text.toString().replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n"), lines);
        }
    }

    @Test void onlyTextOfOctetsHasLines() {
        assertTrue(TextLines.has(type("text/plain")));
        assertTrue(TextLines.has(type("text/html; charset=UTF-8")));
        assertFalse(TextLines.has(type("text/plain; charset=\"UTF-16LE\"")));
        assertFalse(TextLines.has(type("text/csv; charset=iso-10646-ucs-2")));
        assertFalse(TextLines.has(type("application/json")));
    }

    private static ContentType type(String raw) { return ContentType.parse(raw).orElseThrow(); }

    private static String of(String text, int piece) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        var buffer = new byte[piece];
        try (var in = new TextLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))) {
            for (int n; (n = in.read(buffer)) > 0; ) out.write(buffer, 0, n);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
