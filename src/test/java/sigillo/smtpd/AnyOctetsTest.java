package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;

/** Whatever a client sends, in whatever pieces: it gets well-formed replies, nothing throws, nothing is left behind. */
class AnyOctetsTest {
    private static final List<String> WORDS = List.of(
        "EHLO a.example\r\n", "HELO a\r\n", "LHLO a\r\n", "RSET\r\n", "NOOP\r\n", "STARTTLS\r\n",
        "VRFY a\r\n", "QUIT\r\n",
        "MAIL FROM:<bob@sender.example>\r\n", "MAIL FROM:<> SIZE=5 SMTPUTF8 RET=FULL\r\n",
        "RCPT TO:<anna@home.example>\r\n", "RCPT TO:<full@home.example>\r\n", "RCPT TO:<broken@home.example>\r\n",
        "RCPT TO:<x@elsewhere.example> NOTIFY=DELAY\r\n", "DATA\r\n", ".\r\n", "\r\n.\r\n", "Subject: x\r\n\r\n",
        "BDAT 5\r\nhello", "BDAT 3 LAST\r\nabc", "BDAT 0 LAST\r\n", "BDAT ", "AUTH LOGIN\r\n", "*\r\n",
        "AUTH PLAIN AGFubmFAaG9tZS5leGFtcGxlAHDDpHNzd29yZA==\r\n", "YW5uYUBob21lLmV4YW1wbGU=\r\n",
        "\n", "\r", "\0", "\u00ff\u00fe", "x".repeat(600), "x".repeat(3_000) + "\r\n");

    private static final Logger LOG = Logger.getLogger(SmtpConnection.class.getName());

    @TempDir Path folder;

    @BeforeAll static void beQuiet() { LOG.setLevel(Level.OFF); }

    @AfterAll static void speakAgain() { LOG.setLevel(null); }

    @TestFactory Stream<DynamicTest> someConversations() { return conversations(LongStream.rangeClosed(1, 6), 100); }

    @Tag("long")
    @TestFactory Stream<DynamicTest> manyConversations() {
        return conversations(LongStream.rangeClosed(100, 160), 20_000);
    }

    private Stream<DynamicTest> conversations(LongStream seeds, int times) {
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, "mx.home.example"))));
            var role = SmtpRole.values()[random.nextInt(3)];
            var stage = new Stage(folder, role, tls);
            for (int i = 0; i < times; i++) {
                var said = stage.play(segments(random));
                for (var line : said.split("\r\n", -1)) assertTrue(line.matches("|[2-5][0-9][0-9][ -][ -~]*"), line);
                assertTrue(said.startsWith("220 ") || said.startsWith("554 "), said);
                assertEquals(0, stage.spool.memoryUsed());
                assertEquals(0, stage.spool.diskUsed());
            }
        }));
    }

    private static List<byte[]> segments(Random random) {
        var text = new StringBuilder("HELO a.example\r\n".repeat(random.nextInt(2)));
        for (int n = random.nextInt(20); n-- > 0; ) text.append(WORDS.get(random.nextInt(WORDS.size())));
        var octets = Stage.octets(text.toString());
        for (int n = random.nextInt(4); n-- > 0 && octets.length > 0; )
            octets[random.nextInt(octets.length)] = (byte) random.nextInt();
        var segments = new ArrayList<byte[]>();
        for (int at = 0; at < octets.length; ) {
            int n = Math.min(octets.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 2_000));
            segments.add(Arrays.copyOfRange(octets, at, at + n));
            at += n;
        }
        return segments;
    }
}
