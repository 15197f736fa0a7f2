package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/** Delimiters, headers and line ends that lie across the end of the window, and octets that come a few at a time. */
class WindowTest {
    private static final String REST =
        "\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
            + "Subject: s\r\n\r\n"
        + "y\r\n--b--\r\nepilogue\r\n";
    private static final String WANT = "mixed(image/png,rfc822[text/plain])";

    @TestFactory Stream<DynamicTest> structuresDoNotDependOnTheWindow() {
        return Stream.of("preamble", "header").map(where -> DynamicTest.dynamicTest(where, () -> {
            for (int n = 0; n < 260; n++) {
                var filling = "z".repeat(LineScanner.WINDOW_OCTETS - 200 + n);
                var octets = message(where.equals("header") ? filling : "", where.equals("header") ? "" : filling);
                var root = Message.parse(Octets.of(octets)).root();
                assertEquals(WANT, Shape.of(root), "filling of " + filling.length());
                Check.structure(octets, root);
            }
        }));
    }

    @TestFactory Stream<DynamicTest> structuresDoNotDependOnThePieces() {
        return Stream.of(1, 2, 3, 7, 4096)
            .map(octetsMax -> DynamicTest.dynamicTest(octetsMax + " octets at a time", () -> {
            var octets = message("a", "z".repeat(3 * LineScanner.WINDOW_OCTETS));
            assertEquals(Message.parse(Octets.of(octets)).root(),
                Message.parse(new Pieces(Octets.of(octets), octetsMax)).root());
        }));
    }

    private static byte[] message(String subject, String preamble) {
        return ("Subject: " + subject + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + preamble + REST)
            .getBytes(StandardCharsets.US_ASCII);
    }

    private record Pieces(Octets octets, int octetsMax) implements Octets {
        @Override public long length() { return octets.length(); }

        @Override public int read(long position, byte[] into, int offset, int count) throws java.io.IOException {
            return octets.read(position, into, offset, Math.min(count, octetsMax));
        }
    }
}
