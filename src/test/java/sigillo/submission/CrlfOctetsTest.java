package sigillo.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Test;
import sigillo.base.Octets;

class CrlfOctetsTest {
    /** The line ends of case B10, and what each must become. */
    private static final Map<String, String> SMUGGLED = Map.of(
        "\n.\n", "\r\n.\r\n", "\n.\r\n", "\r\n.\r\n", "\r\n.\n", "\r\n.\r\n",
        "\r.\r", "\r\n.\r\n", "\r.\r\n", "\r\n.\r\n",
        "\r\n.\r", "\r\n.\r\n", "\r\r\n.\r\r\n", "\r\n\r\n.\r\n\r\n", "\r", "\r\n", "\n\r", "\r\n\r\n");

    @TestFactory Stream<DynamicTest> smuggledLineEndsAreMended() {
        return SMUGGLED.entrySet().stream().map(c -> dynamicTest(name(c.getKey()), () -> {
            assertEquals("a" + c.getValue() + "b", text(CrlfOctets.mended(octets("a" + c.getKey() + "b"))));
            assertEquals(c.getValue(), text(CrlfOctets.mended(octets(c.getKey()))));
        }));
    }

    private static String name(String lineEnds) { return lineEnds.replace("\r", "CR").replace("\n", "LF"); }

    @Test void whatIsRightStaysWhatItIs() throws IOException {
        var right = octets("a\r\n\r\n.\r\nb");
        assertSame(right, CrlfOctets.mended(right));
    }

    /** As long as a few blocks, read in any pieces: the same as mending a string. */
    @TestFactory Stream<DynamicTest> anyPlaceCanBeRead() {
        return Stream.of(1L, 2L, 3L).map(seed -> dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int round = 0; round < 8; round++) {
                var raw = random(random, random.nextInt(60_000));
                var want = raw.replaceAll("\r(?!\n)|(?<!\r)\n", "\r\n");
                var mended = CrlfOctets.mended(octets(raw));
                assertEquals(want, text(mended));
                for (int i = 0; i < 15; i++) {
                    int from = random.nextInt(want.length() + 1);
                    int to = from + random.nextInt(want.length() + 1 - from);
                    assertEquals(want.substring(from, to), text(mended.slice(from, to)));
                }
            }
        }));
    }

    private static String random(Random random, int length) {
        var raw = new StringBuilder(length);
        for (int i = 0; i < length; i++) raw.append("\r\n\r\nabcdef.".charAt(random.nextInt(11)));
        return raw.toString();
    }

    private static Octets octets(String text) { return Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)); }

    private static String text(Octets octets) throws IOException {
        var out = new ByteArrayOutputStream();
        octets.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
