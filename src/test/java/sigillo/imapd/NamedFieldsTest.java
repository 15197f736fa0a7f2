package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.base.Octets;
import sigillo.message.HeaderScan;

/** RFC 9051 section 6.4.5.1, HEADER.FIELDS and HEADER.FIELDS.NOT: of a header with as many fields as anybody likes. */
@Timeout(60)
class NamedFieldsTest {
    private static final Set<String> NAMES = Set.of("to", "x-long", "");
    private static final String[] LINES = {"To: a\r\n", "To:\n", "A:\r\n", "Cc: b\r\n\tgoes on\r\n",
        "X-Long: " + "y".repeat(5_000) + "\r\n", "no field\r\n"};

    @Test void areTheSameWhereverTheyAreRead() throws IOException {
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            var header = header(random, random.nextInt(round % 4 == 0 ? 1_500 : 20));
            for (boolean isNamed : new boolean[] {true, false}) {
                var wanted = wanted(header, isNamed);
                var fields = new NamedFields(header, NAMES, isNamed);
                assertEquals(wanted.length, fields.length());
                assertArrayEquals(wanted, fields.bytes(0, wanted.length, wanted.length));
                for (int i = 0; i < 20; i++) {
                    int from = random.nextInt(wanted.length + 1);
                    int to = from + random.nextInt(wanted.length - from + 1);
                    var some = fields.bytes(from, to, wanted.length);
                    assertArrayEquals(Arrays.copyOfRange(wanted, from, to), some, from + " to " + to);
                }
                assertEquals(0, fields.read(wanted.length, new byte[1], 0, 1));
            }
        }
    }

    private static Octets header(Random random, int lines) {
        var text = new StringBuilder(random.nextBoolean() ? "" : " begins with a space\r\n");
        for (int i = 0; i < lines; i++) text.append(LINES[random.nextInt(random.nextInt(20) == 0 ? LINES.length : 3)]);
        if (random.nextBoolean()) text.append("\r\nTo: body\r\n");
        return Octets.of(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] wanted(Octets header, boolean isNamed) throws IOException {
        var wanted = new ByteArrayOutputStream();
        HeaderScan.fields(header, (name, start, end) -> {
            if (NAMES.contains(name) == isNamed) header.slice(start, end).writeTo(wanted);
            return true;
        });
        wanted.write('\r');
        wanted.write('\n');
        return wanted.toByteArray();
    }

    /** A stranger sends it, and whoever looks at the inbox asks for To: their places are looked for once. */
    @Test void aMillionThatTakeTurnsAreReadThrough() throws IOException {
        var header = Octets.of("To:\r\nA:\r\n".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
        var fields = new NamedFields(header, Set.of("to"), true);
        assertEquals(5_000_002, fields.length());
        var end = fields.bytes(fields.length() - 7, fields.length(), 7);
        assertEquals("To:\r\n\r\n", new String(end, StandardCharsets.US_ASCII));
        var all = new ByteArrayOutputStream();
        fields.writeTo(all);
        assertEquals(5_000_002, all.size());
    }
}
