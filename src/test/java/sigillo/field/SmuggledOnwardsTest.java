package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.smtpd.SmtpRole;

/**
 * Case B10 beyond the door where it comes in (see SmugglingTest there): whatever a message held when it came, what
 * leaves here is one message, each of whose lines ends in CRLF, so that no server behind us can see an end of data that
 * we did not mean.
 */
@Timeout(60)
class SmuggledOnwardsTest {
    /** What some server takes for an end of data. */
    private static final List<String> ODD_ENDS = List.of("\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r",
        "\r\r\n.\r\r\n", "\n.\r", "\r\n.\r\n", "\r\n\0.\n", "\n\n.\n\n");
    private static final String FORGED = "MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<anna@home.example>\r\n"
        + "RCPT TO:<x@remote.example>\r\nDATA\r\nSubject: forged\r\n\r\nPay.";

    @TempDir static Path folder;
    private static Home home;
    private static CapturingSink remote;

    @BeforeAll static void open() throws Exception {
        home = new Home(folder, "remote.example");
        remote = home.outside.at("remote.example");
        home.alias("away@home.example", "x@remote.example");
        home.alias("lost@home.example", "x@nowhere.example");
    }

    @AfterAll static void close() { home.close(); }

    private static String message(String mark, String odd) {
        return "From: anna@home.example\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <" + mark
            + "@home.example>\r\nSubject: " + mark + "\r\n\r\nHi." + odd + FORGED + odd + "QUIT\r\n";
    }

    /** In chunks all of it is content; what leaves by DATA has the line ends mended, and nothing else. */
    @TestFactory Stream<DynamicTest> whatCameInChunksLeavesAsOneMessage() {
        return Stream.of(SmtpRole.SUBMISSION, SmtpRole.MX, SmtpRole.LMTP).flatMap(door -> ODD_ENDS.stream()
            .filter(odd -> odd.indexOf('\0') < 0).map(odd -> dynamicTest(door + " " + shown(odd), () -> {
                int before = remote.mails().size();
                var message = message("chunks", odd);
                var to = door == SmtpRole.SUBMISSION ? "x@remote.example" : "away@home.example";
                var reply = byChunks(door, "anna@home.example", to, message);
                assertTrue(reply.startsWith("250"), reply);
                home.rest();
                assertEquals(before + 1, remote.mails().size());
                var mail = remote.mails().getLast();
                assertEquals("anna@home.example", mail.from());
                assertEquals(List.of("x@remote.example"), mail.to());
                assertEquals(body(mended(message)), body(text(mail.data())));
                assertEquals(text(mail.data()), mended(text(mail.data())), "no line ends in another way");
            })));
    }

    /** By DATA such a message is refused at its true end, and not a word of it is heard. */
    @TestFactory Stream<DynamicTest> whatCameByDataDoesNotLeave() {
        return ODD_ENDS.stream().filter(odd -> !odd.equals("\r\n.\r\n")).map(odd -> dynamicTest(shown(odd), () -> {
            int before = remote.mails().size();
            try (var door = home.smtp(SmtpRole.SUBMISSION)) {
                door.expect("250", "MAIL FROM:<anna@home.example>");
                door.expect("250", "RCPT TO:<x@remote.example>");
                door.expect("354", "DATA");
                door.write(Home.octets(message("data", odd) + "\r\n.\r\nRSET\r\n"));
                assertTrue(door.reply().startsWith("550 5.6.0"));
            }
            home.rest();
            assertEquals(before, remote.mails().size());
            assertEquals(List.of(), home.inbox(Home.ANNA).stream().filter(m -> m.contains("Subject: forged")).toList());
        }));
    }

    /** A notification returns the message as it came; on its way out it is mended like any other. */
    @Test void aNotificationSmugglesNothingEither() throws Exception {
        for (var odd : List.of("\n.\n", "\r.\r\n", "\r\n.\r\n")) {
            int before = remote.mails().size();
            assertTrue(byChunks(SmtpRole.MX, "x@remote.example", "lost@home.example", message("lost", odd)).startsWith("250"));
            home.rest();
            assertEquals(before + 1, remote.mails().size());
            var notice = remote.mails().getLast();
            assertEquals("", notice.from());
            assertEquals(text(notice.data()), mended(text(notice.data())));
            assertTrue(text(notice.data()).contains("Subject: forged"), "the message is returned");
        }
    }

    /** Kept here, it is one message with the octets that came. */
    @TestFactory Stream<DynamicTest> whatIsKeptIsWhatCame() {
        return Stream.of(SmtpRole.MX, SmtpRole.LMTP).flatMap(door -> ODD_ENDS.stream().map(odd ->
            dynamicTest(door + " " + shown(odd), () -> {
                int before = home.inbox(Home.BOB).size();
                var message = message("kept", odd);
                assertTrue(byChunks(door, "x@sender.example", Home.BOB, message).startsWith("250"));
                var inbox = home.inbox(Home.BOB);
                assertEquals(before + 1, inbox.size());
                assertTrue(inbox.getLast().endsWith(message));
            })));
    }

    private static String byChunks(SmtpRole role, String from, String to, String message) throws IOException {
        var octets = Home.octets(message);
        int cut = message.indexOf("Hi.") + 4; // within the odd end
        try (var door = home.smtp(role)) {
            door.expect("250", "MAIL FROM:<" + from + ">");
            door.expect("250", "RCPT TO:<" + to + ">");
            door.write("BDAT " + cut + "\r\n");
            door.write(java.util.Arrays.copyOf(octets, cut));
            assertTrue(door.reply().startsWith("250"));
            door.write("BDAT " + (octets.length - cut) + " LAST\r\n");
            door.write(java.util.Arrays.copyOfRange(octets, cut, octets.length));
            var reply = door.reply();
            assertEquals("250 2.0.0 Ok", door.say("NOOP"), "the conversation goes on behind it");
            return reply;
        }
    }

    /** Each CR without LF, and LF without CR, is a line end. */
    private static String mended(String text) { return text.replaceAll("\r\n|\r|\n", "\r\n"); }

    private static String body(String message) { return message.substring(message.indexOf("\r\n\r\n") + 4); }

    private static String text(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }

    private static String shown(String odd) { return odd.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0"); }
}
