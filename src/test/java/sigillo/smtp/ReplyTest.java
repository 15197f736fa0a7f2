package sigillo.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.smtp.ReplyReader.Progress;

class ReplyTest {

    private record Case(String input, SmtpReply want) {}

    private static final List<Case> CASES = List.of(
        new Case("250 2.1.0 Ok\r\n", SmtpReply.of(250, "2.1.0", "Ok")),
        new Case("250\r\n", SmtpReply.of(250, "", "")),
        new Case("250 \r\n", SmtpReply.of(250, "", "")),
        new Case("250 Ok\n", SmtpReply.of(250, "", "Ok")),
        new Case("250-mx.example\r\n250-SIZE 1000\r\n250 DSN\r\n",
            SmtpReply.of(250, "", "mx.example", "SIZE 1000", "DSN")),
        new Case("550-5.1.1 No such\r\n550 5.1.1 mailbox\r\n", SmtpReply.of(550, "5.1.1", "No such", "mailbox")),
        new Case("550-5.1.1 No such\r\n550 5.1.10 mailbox\r\n", SmtpReply.of(550, "5.1.1", "No such", "mailbox")),
        new Case("550 4.1.1 of another class\r\n", SmtpReply.of(550, "", "4.1.1 of another class")),
        new Case("550 5.1.1\r\n", SmtpReply.of(550, "5.1.1", "")),
        new Case("550 5.1.1.1 is no status\r\n", SmtpReply.of(550, "", "5.1.1.1 is no status")),
        new Case("354 go\033[2J\0\r\n", SmtpReply.of(354, "", "go?[2J?")),
        new Case("550 caf\u00e9\r\n", SmtpReply.of(550, "", "caf\u00e9")));

    @TestFactory Stream<DynamicTest> reads() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.input.strip().replaceAll("\\p{Cntrl}", "?"), () -> {
            var octets = c.input.getBytes(StandardCharsets.UTF_8);
            for (int piece : new int[] {1, 3, 1_000}) assertEquals(new Progress.Reply(c.want), read(octets, piece));
        }));
    }

    @TestFactory Stream<DynamicTest> breaksOffWhatIsNoReply() {
        return Stream.of("hello\r\n", "25 x\r\n", "150 x\r\n", "650 x\r\n", "250x\r\n", "250-a\r\n550 b\r\n", "\r\n",
                "-ERR\r\n", "250 " + "x".repeat(5_000), "250-a\r\n".repeat(300),
                ("250-" + "x".repeat(3_000) + "\r\n").repeat(20))
            .map(text -> DynamicTest.dynamicTest("\"" + text.substring(0, Math.min(12, text.length())) + "\"", () ->
                assertInstanceOf(Progress.Broken.class, read(text.getBytes(StandardCharsets.US_ASCII), 7))));
    }

    @Test void severalRepliesInOneSegment() {
        var reader = new ReplyReader();
        var in = ByteBuffer.wrap("250 a\r\n550-b\r\n550 c\r\n354 d".getBytes(StandardCharsets.US_ASCII));
        assertEquals(new Progress.Reply(SmtpReply.of(250, "", "a")), reader.read(in));
        assertEquals(new Progress.Reply(SmtpReply.of(550, "", "b", "c")), reader.read(in));
        assertEquals(new Progress.More(), reader.read(in));
    }

    @TestFactory Stream<DynamicTest> anyOctetsGiveAnAnswer() {
        return Stream.of(1L, 2L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var octets = new byte[random.nextInt(30)];
                for (int k = 0; k < octets.length; k++)
                    octets[k] = (byte) "250- \r\n.x\u00ff".charAt(random.nextInt(10));
                assertNotNull(read(octets, 1 + random.nextInt(9)));
            }
        }));
    }

    @Test void readsWhatIsWritten() {
        var replies = List.of(
            SmtpReply.of(250, "2.0.0", "Ok"), SmtpReply.of(550, "5.7.1", "One", "Two"), SmtpReply.of(220, "", "x"));
        for (var reply : replies)
            assertEquals(new Progress.Reply(reply), read(ReplyEncoder.encode(reply), 5));
    }

    @Test void aStrangersWordsCannotEndALine() {
        var reply = SmtpReply.of(550, "5.1.1", "No <a\r\n250 b\u00e9\0>" + "x".repeat(900));
        var encoded = new String(ReplyEncoder.encode(reply), StandardCharsets.US_ASCII);
        assertTrue(encoded.startsWith("550 5.1.1 No <a??250 b??>x"), encoded);
        assertEquals(encoded.length() - 2, encoded.indexOf("\r\n"));
        assertEquals(SmtpLimits.REPLY_OCTETS_MAX, encoded.length());
    }

    @Test void knowsWhatAServerOffers() {
        var extensions = Extensions.of(SmtpReply.of(250, "", "mx.example greets", "size 35882577", "PIPELINING",
            "AUTH PLAIN LOGIN", "AUTH=LOGIN", "LIMITS RCPTMAX=20 MAILMAX=5"));
        assertEquals(OptionalLong.of(35_882_577), extensions.sizeMax());
        assertTrue(extensions.has("PIPELINING"));
        assertFalse(extensions.has("MX.EXAMPLE"));
        assertEquals(List.of("PLAIN", "LOGIN"), extensions.authMechanisms());
        assertEquals(OptionalLong.of(20), extensions.limit("RCPTMAX"));
        assertEquals(OptionalLong.empty(), extensions.limit("RCPTDOMAINMAX"));
        assertEquals(OptionalLong.empty(), Extensions.of(SmtpReply.of(250, "", "mx", "SIZE 0")).sizeMax());
    }

    private static Progress read(byte[] octets, int piece) {
        var reader = new ReplyReader();
        Progress progress = new Progress.More();
        for (int at = 0; at < octets.length && progress instanceof Progress.More; at += piece)
            progress = reader.read(ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at)));
        return progress;
    }
}
