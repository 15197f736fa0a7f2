package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;
import sigillo.base.Octets;
import sigillo.message.Message;

/** Whatever a stranger sends is looked at, twice alike, within the bounds of what is kept of it. */
@Tag("long")
class FuzzTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<byte[]> SEEDS = Stream.of(
        "From: \"a@b.example\" <c1234@d.example>\r\nReply-To: x@y.example\r\nSubject: =?utf-8?q?FREE!!!?=     xq\r\nDate: Sun, 1 Mar 2026 10:00:00 +0000\r\n"
            + "Content-Type: text/html\r\n\r\n<a href=\"http://192.0.2.1:81/\">https://bank.example/</a><font color=red size=0>hid<!-- x -->den</font>",
        "Subject: Your code\r\n\r\nYour Example code is 123 456. Never share it.\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=x\r\nContent-Transfer-Encoding: base64\r\n\r\nYWN0IG5vdw==\r\n--b\r\n"
            + "Content-Type: text/plain; name=\"a.pdf.exe\"\r\n\r\nMZ\r\n--b--\r\n").map(Fuzz::octets).toList();
    private static final List<byte[]> PIECES = Stream.of("<", ">", "<!--", "-->", "<a href='", "style=\"display:none\"", "</font>", "http://", "xn--", "@", "%", "&#x41;",
        "=?utf-8?b?", "?=", "\r\n", "--b\r\n", "Content-Type: text/html\r\n", "your ", " code ", "otp", "123456", "act now", "\u00e9", "\0").map(Fuzz::octets).toList();

    @Test void whatStrangersSend() { assertTrue(Fuzz.run("looks", SEEDS, PIECES, FuzzTest::kind) > 0); }

    private static String kind(byte[] octets, Random random) {
        try {
            var look = Look.at(Message.parse(Octets.of(octets)), NOW);
            assertEquals(look, Look.at(Message.parse(Octets.of(octets)), NOW));
            assertTrue(look.features().count() <= Features.COUNT_MAX && look.hosts().size() <= 50);
            assertEquals(look.features(), Features.decode(look.features().encode()).orElseThrow());
            return look.signs() + " " + Integer.highestOneBit(look.features().count()) + " " + look.hosts().size();
        } catch (IOException neverOfMemory) {
            throw new UncheckedIOException(neverOfMemory);
        }
    }
}
