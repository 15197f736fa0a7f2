package sigillo.submission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;

/** Whatever a user hands in: what goes out has a header that everybody reads the same, and the same body. */
class SubmissionPropertyTest {
    private static final List<String> LINES = List.of(
        "From: anna@home.example\r\n", "From: info@home.example, anna+x@home.example\r\n",
        "From: ceo@bank.example\r\n", "From:\r\n",
        "Date: Sun, 1 Mar 2026 10:00:00 +0000\r\n", "Date:\r\n", "date: x\r\n", "Message-ID: <1@home.example>\r\n",
        "Message-ID:  \r\n",
        "Subject: hi\r\n there\r\n", "Subject: gr\u00fc\u00dfe\r\n", "Bcc: secret@c.example\r\n",
        "Bcc:\r\n secret@c.example\r\n", "X: y\nBcc: secret@c.example\r\n",
        "Sender: anna@home.example\r\n", "Received: from x by y; z\r\n", "no field\r\n", ": x\r\n", "X\r: y\r\n",
        "\r\n", "\r\n", "\r\n.\r\n");

    @TestFactory Stream<DynamicTest> anyMessage() {
        return Stream.of(1L, 2L, 3L, 4L).map(seed -> dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            int accepted = 0;
            for (int i = 0; i < 200; i++) accepted += check(message(random)) ? 1 : 0;
            assertTrue(accepted > 30, accepted + " were accepted: the others say nothing");
        }));
    }

    private static byte[] message(Random random) {
        var text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) text.append(LINES.get(random.nextInt(LINES.size())));
        if (random.nextInt(5) > 0) text.append("\r\n");
        for (int n = random.nextInt(200); n > 0; n--) text.append("ab:\u00ff \t\r\n.".charAt(random.nextInt(9)));
        if (random.nextInt(4) == 0) text.setLength(random.nextInt(text.length() + 1));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean check(byte[] sent) throws Exception {
        var test = new SubmissionTest();
        var envelope = Envelope.of(ReversePath.of(Address.of("anna@home.example")),
            List.of(Recipient.of(Address.of("b@remote.example"))));
        if (!test.submit(envelope, sent).isPositive()) return false;
        var out = test.queue.entries.getFirst().message();
        var header = Message.parse(Octets.of(out)).header();
        for (var name : List.of("Date", "Message-ID", "From")) {
            assertEquals(1, header.all(name).size(), name + " in\n" + test.queue.entries.getFirst().text());
            assertFalse(header.first(name).orElseThrow().raw().isBlank());
        }
        assertTrue(header.first("From").orElseThrow().addresses().addresses().stream()
            .allMatch(a -> a.domain().name().equals("home.example")));
        assertFalse(header.has("Bcc"));
        assertFalse(new String(out, StandardCharsets.ISO_8859_1).matches("(?s).*(\r(?!\n)|(?<!\r)\n).*"),
            "a bare CR or LF");
        assertArrayEquals(body(mended(sent)), body(out));
        return true;
    }

    private static byte[] mended(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1).replaceAll("\r(?!\n)|(?<!\r)\n", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(byte[] message) {
        var text = "\r\n" + new String(message, StandardCharsets.ISO_8859_1);
        int empty = text.indexOf("\r\n\r\n");
        return empty < 0 ? new byte[0] : Arrays.copyOfRange(message, empty + 2, message.length);
    }
}
