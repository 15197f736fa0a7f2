package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

class CrlfLengthTest {
    private record Case(String message, long length) {}

    private static final Stream<Case> CASES = Stream.of(
        new Case("", 0), new Case("a", 3), new Case("a\n", 3), new Case("a\r\n", 3), new Case("a\r", 3),
        new Case("\r", 2), new Case("\n", 2), new Case("\r\n", 2), new Case("\n\r", 4), new Case("\r\r\n", 4),
        new Case("\n\n", 4), new Case("1234567\r\n8", 12), new Case("12345678\n9\n", 13),
        new Case("123456789012345\r\n", 17),
        new Case("a\r\n\r\nb\rc\nd", 14));

    @TestFactory Stream<DynamicTest> counts() {
        return CASES.map(c -> DynamicTest.dynamicTest("\"" + c.message.replace("\r", "CR").replace("\n", "LF") + "\"",
            () -> assertEquals(c.length, Message.parse(octets(c.message)).lengthWithCrlf())));
    }

    /** However it comes in pieces, and as a parsed message: in more than one window too. */
    @TestFactory Stream<DynamicTest> countsWhatNormalizingGives() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 2_000; i++) compare(random, random.nextInt(80));
            for (int i = 0; i < 5; i++) compare(random, LineScanner.WINDOW_OCTETS * 2 + random.nextInt(100));
        }));
    }

    private static void compare(Random random, int count) throws IOException {
        var message = new byte[count];
        for (int i = 0; i < count; i++) message[i] = (byte) "\r\n\r\nab-\u008d\u008a\u00ff".charAt(random.nextInt(10));
        long wanted = normalizedLength(new String(message, StandardCharsets.ISO_8859_1));
        assertEquals(wanted, Message.parse(Octets.of(message)).lengthWithCrlf());
        var counter = new CrlfLength();
        for (int at = 0; at < count; ) {
            int end = Math.min(count, at + random.nextInt(20));
            counter.add(message, at, end);
            at = end;
        }
        assertEquals(wanted, counter.length());
    }

    private static int normalizedLength(String text) {
        var lines = text.replace("\r\n", "\n").replace('\r', '\n');
        var ended = lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
        return ended.replace("\n", "\r\n").length();
    }

    private static Octets octets(String text) { return Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)); }
}
