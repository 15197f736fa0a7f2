package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/**
 * A stranger who means harm: one server suffers all of it, must stay below its memory, answer clearly, tell nothing of
 * its inside, and still serve its people afterwards.
 */
@Tag("gate")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTest {
    private static final long RESIDENT_KIB_MAX = 350 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Not of this machine: on a larger one more conversations compute at once, with the same heap. */
    private static final int CORES = 64;
    private SigilloPeer sigillo;
    private volatile long highestKib;
    private Thread watch;

    @BeforeAll void start(@TempDir Path folder) {
        sigillo = SigilloPeer.demoOfCores(CORES, folder);
        watch = Thread.ofVirtual().start(() -> {
            while (sigillo.program().isRunning()) {
                highestKib = Math.max(highestKib, sigillo.residentKib());
                Program.pause(50);
            }
        });
    }

    @AfterAll void stop() { sigillo.close(); }

    @AfterEach void stillServesWithinItsMemory() throws Exception {
        assertTrue(sigillo.program().isRunning(), sigillo.log().toString());
        assertTrue(highestKib <= RESIDENT_KIB_MAX, highestKib + " KiB resident");
        System.out.println("highest resident so far: " + highestKib + " KiB");
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            assertTrue(smtp.send("a@client.test", sigillo.address("bruno"), "Subject: still there\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
        }
    }

    @Test void doesNotRelayForStrangers() throws Exception {
        var tries = List.of("victim@elsewhere.test", "\"victim@elsewhere.test\"@sigillo.test", "victim%elsewhere.test@sigillo.test",
            "elsewhere.test!victim@sigillo.test", "@sigillo.test:victim@elsewhere.test", "victim@[127.0.0.1]", "victim@elsewhere.test@sigillo.test",
            "anna@sigillo.test@elsewhere.test", "victim@elsewhere.test\0@sigillo.test");
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            for (var from : List.of("", "stranger@elsewhere.test", "anna@sigillo.test")) {
                for (var to : tries) {
                    assertTrue(smtp.say("MAIL FROM:<" + from + ">").matches("(?s)[25].*"));
                    var reply = smtp.say("RCPT TO:<" + to + ">");
                    assertTrue(reply.startsWith("5"), to + " -> " + reply);
                    smtp.expect("250", "RSET");
                }
            }
        }
    }

    @Test void runsNothingThatCameBeforeTheHandshake() throws Exception {
        for (var port : List.of("smtp", "submission")) {
            try (var smtp = SmtpProbe.connect(sigillo.port(port))) {
                smtp.expect("250", "EHLO client.test");
                smtp.write("STARTTLS\r\nMAIL FROM:<m@evil.test>\r\nRCPT TO:<anna@sigillo.test>\r\n");
                assertTrue(smtp.reply().startsWith("220"));
                assertSilentOrClosed(smtp);
            }
        }
        try (var imap = ImapProbe.connect(sigillo.port("imap"))) {
            imap.send("a1 STARTTLS\r\na2 LOGIN mallory x\r\n");
            assertTrue(imap.response().line().startsWith("a1 OK"));
            imap.send("x\r\n"); // not a handshake either
            var said = new ArrayList<String>();
            try {
                while (true) said.add(imap.response().line());
            } catch (IOException | AssertionError end) {
                assertFalse(said.stream().anyMatch(l -> l.startsWith("a2")), said.toString());
            }
        }
    }

    /** What was sent behind STARTTLS gets no reply of SMTP: at most a TLS alert, then the end. */
    private static void assertSilentOrClosed(SmtpProbe smtp) throws IOException {
        smtp.socket().setSoTimeout(1_500);
        try {
            var said = smtp.reply();
            assertFalse(said.matches("(?s).*\\d{3}[ -].*"), said);
        } catch (IOException quiet) {
            // closed, or silent for the while that we waited
        }
    }

    @Test void deepAndWideMimeIsCutNotFollowed() throws Exception {
        var bombs = List.of(deepMultiparts(20_000), manyParts(300_000), chainedMessages(20_000), nestedComments(50_000));
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            for (var bomb : bombs) {
                var reply = smtp.send("a@client.test", sigillo.address("anna"), bomb);
                assertTrue(reply.startsWith("250") || reply.startsWith("550 5.6.0") || reply.startsWith("554 5.6.0"), reply);
            }
        }
        try (var imap = sigillo.imap("anna")) {
            for (var body : imap.bodies("INBOX")) assertTrue(body.length > 0);
            assertTrue(imap.command("FETCH 1:* (ENVELOPE BODYSTRUCTURE)").isOk());
            assertTrue(imap.ask("SEARCH TEXT nowhere-to-be-found").isOk());
        }
    }

    private static byte[] deepMultiparts(int levels) {
        var text = new StringBuilder("Subject: deep\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (int i = 1; i <= levels; i++) text.append("--b").append(i - 1).append("\r\nContent-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n");
        return text.append("--b").append(levels).append("\r\n\r\nend\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] manyParts(int parts) {
        return ("Subject: wide\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + "--x\r\na:b\r\n\r\n".repeat(parts) + "--x--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chainedMessages(int levels) {
        return ("Subject: chain\r\n" + "Content-Type: message/rfc822\r\n\r\n".repeat(levels) + "\r\nend\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** A tree of HTML takes many times its length, and each of these mails is short enough to be one of many. */
    @Test void mailsOfTagsThatEndInOneMomentAreReadOneAfterAnother() throws Exception {
        var tags = ("Subject: tags\r\nContent-Type: text/html\r\n\r\n" + ("<p>".repeat(100) + "\r\n").repeat(420)).getBytes(StandardCharsets.US_ASCII);
        var ready = new ArrayList<SmtpProbe>();
        try {
            for (int i = 0; i < 100; i++) readyToEnd(tags).ifPresent(ready::add);
            assertTrue(ready.size() >= 50, "some were let in: " + ready.size());
            for (var smtp : ready) smtp.write(".\r\n");
            for (var smtp : ready) assertTrue(smtp.reply().startsWith("250"), "kept");
        } finally {
            ready.forEach(SmtpProbe::close);
        }
    }

    /** A conversation in which the whole message was sent, but not yet its end; empty where a limit did its work. */
    private Optional<SmtpProbe> readyToEnd(byte[] message) {
        try {
            var smtp = sigillo.smtp();
            smtp.expect("250", "EHLO client.test");
            smtp.expect("250", "MAIL FROM:<a@client.test>");
            smtp.expect("250", "RCPT TO:<" + sigillo.address("bruno") + ">");
            smtp.expect("354", "DATA");
            smtp.write(message);
            return Optional.of(smtp);
        } catch (IOException | AssertionError refused) {
            return Optional.empty();
        }
    }

    private static byte[] nestedComments(int levels) {
        var text = new StringBuilder("From: ");
        for (int i = 0; i < levels; i++) text.append(i % 900 == 899 ? "(\r\n " : "(");
        return text.append(")".repeat(10)).append(" <anna@sender.test>\r\nSubject: comments\r\n\r\nx\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Test void endlessLinesCostNothing() throws Exception {
        var mebibyte = "A".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        var tries = List.of("", "EHLO client.test\r\n", "EHLO client.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<anna@sigillo.test>\r\nDATA\r\n");
        for (var opening : tries) {
            try (var smtp = sigillo.smtp()) {
                smtp.write(opening);
                pour(smtp, mebibyte, 1024);
            }
        }
        for (var opening : List.of("", "a LOGIN ", "a LOGIN {1000000000}\r\n", "a LOGIN {1000000000+}\r\n")) {
            try (var imap = SmtpProbe.silent("127.0.0.1", sigillo.port("imap"))) {
                imap.write(opening);
                pour(imap, mebibyte, 1024);
            }
        }
    }

    /** Up to a gibibyte, or until the server has had enough. */
    private static void pour(SmtpProbe to, byte[] piece, int times) {
        try {
            for (int i = 0; i < times; i++) to.write(piece);
        } catch (IOException hadEnough) {
            // that is a clear refusal too
        }
    }

    @Test void halfOpenConnectionsDoNotShutOthersOut() throws Exception {
        var held = new ArrayList<SmtpProbe>();
        try {
            for (int i = 0; i < 300; i++) {
                for (var port : List.of("smtp", "imap", "imaps", "submissions")) hold(held, sigillo.port(port));
            }
            assertTrue(held.size() >= 100, "some were let in: " + held.size());
        } finally {
            held.forEach(SmtpProbe::close);
        }
        Program.waitUntil("it serves again", LIMIT, () -> {
            try (var imap = sigillo.imap("anna")) {
                return imap.messages("INBOX") > 0;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private static void hold(List<SmtpProbe> held, int port) {
        try {
            held.add(SmtpProbe.silent("127.0.0.1", port));
        } catch (IOException refused) {
            // a limit did its work
        }
    }

    @Test void garbageGetsClearAnswersAndNoInsides() throws Exception {
        var random = new java.util.Random(20261125);
        var said = new ByteArrayOutputStream();
        for (int i = 0; i < 60; i++) {
            var junk = new byte[2_000];
            random.nextBytes(junk);
            for (var port : List.of("smtp", "imap", "lmtp", "submission")) {
                try (var probe = SmtpProbe.silent("127.0.0.1", sigillo.port(port))) {
                    probe.socket().setSoTimeout(200);
                    probe.write(junk);
                    probe.write("\r\n");
                    said.writeBytes(probe.socket().getInputStream().readNBytes(20_000));
                } catch (IOException end) {
                    // time out or closed
                }
            }
        }
        var text = said.toString(StandardCharsets.ISO_8859_1);
        for (var inside : List.of("Exception", "\tat ", "java.", "sigillo.smtpd", "sigillo.imapd", "Sigillo", "0.1")) assertFalse(text.contains(inside), inside);
        var log = Files.exists(sigillo.log()) ? Files.readString(sigillo.log()) : "";
        for (var ended : List.of("Exception in thread", "was ended by a fault", "failed in a conversation")) {
            int fault = log.indexOf(ended);
            assertEquals(-1, fault, () -> log.substring(fault, Math.min(log.length(), fault + 4_000)));
        }
    }
}
