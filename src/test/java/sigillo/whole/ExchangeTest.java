package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.EximPeer;
import sigillo.peers.ImapProbe;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.peers.UnboundPeer;

/**
 * With real servers, both ways: Sigillo asks a real resolver for the MX of {@code postfix.test} and {@code exim.test} and
 * finds a Postfix and an Exim on port 25 of their own loopback addresses; theirs are told where {@code sigillo.test} is.
 */
@Tag("gate")
class ExchangeTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> RECORDS = List.of(
        "postfix.test. MX 10 mx.postfix.test.", "mx.postfix.test. A 127.0.0.2",
        "exim.test. MX 10 mx.exim.test.", "mx.exim.test. A 127.0.0.3",
        "nullmx.test. MX 0 .");
    @TempDir Path folder;
    private UnboundPeer unbound;
    private SigilloPeer sigillo;

    @BeforeEach void start() {
        assumeTrue(Program.isInstalled("unbound") && Program.isInstalled("postfix") && Program.isInstalled("swaks"), "Unbound, Postfix or swaks is not installed");
        unbound = new UnboundPeer(folder, RECORDS);
        sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address());
    }

    @AfterEach void stop() {
        if (sigillo != null) sigillo.close();
        if (unbound != null) unbound.close();
    }

    private PostfixPeer postfix() {
        return new PostfixPeer(folder, "127.0.0.2", 25, "postfix.test", Map.of("sigillo.test", "smtp:[127.0.0.1]:" + sigillo.port("smtp")));
    }

    @Test void postfixGetsOursAndWeGetTheirs() throws Exception {
        try (var postfix = postfix()) {
            submit("paula@postfix.test", "to postfix");
            Program.waitUntil("paula has it\n" + postfix.log(), LIMIT, () -> postfix.mbox("paula").contains("Subject: to postfix"));
            try (var smtp = SmtpProbe.connect("127.0.0.2", 25)) {
                smtp.expect("250", "EHLO client.test");
                assertTrue(smtp.send("paula@postfix.test", sigillo.address("anna"), text("from postfix")).startsWith("250"));
            }
            awaitSubject("anna", "from postfix");
            var story = sigillo.cli("trace", "paula@postfix.test").orFail().printed();
            for (var step : List.of("received", "queued", "sent")) assertTrue(story.toLowerCase().contains(step), story);
            assertTrue(story.contains("250 2.0.0 Ok"), "with Postfix's own reply: " + story);
        }
    }

    @Test void eximGetsOursAndWeGetTheirs() throws Exception {
        assumeTrue(EximPeer.isInstalled(), "Exim is not unpacked");
        try (var exim = new EximPeer(folder, "127.0.0.3", 25, "exim.test", sigillo.port("smtp"))) {
            submit("erna@exim.test", "to exim");
            Program.waitUntil("erna has it\n" + exim.log(), LIMIT, () -> exim.mails().stream().anyMatch(m -> new String(m, StandardCharsets.ISO_8859_1).contains("Subject: to exim")));
            try (var smtp = SmtpProbe.connect("127.0.0.3", 25)) {
                smtp.expect("250", "EHLO client.test");
                assertTrue(smtp.send("erna@exim.test", sigillo.address("anna"), text("from exim")).startsWith("250"));
            }
            awaitSubject("anna", "from exim");
        }
    }

    @Test void mailWaitsWhilePostfixIsDownAndArrivesAfterItsRestart() throws Exception {
        try (var postfix = postfix()) {
            postfix.stop();
            submit("paula@postfix.test", "while down");
            Program.waitUntil("it is deferred", LIMIT, () -> sigillo.cli("queue", "list", "--json").printed().contains("paula@postfix.test"));
            Program.waitUntil("it was tried", LIMIT, () -> sigillo.cli("trace", "paula@postfix.test").printed().toLowerCase().contains("deferred"));
            assertEquals("", postfix.mbox("paula"));
            sigillo.stop();      // the queue outlives a restart of ours as well
            sigillo.again();
            postfix.start();
            sigillo.cli("queue", "retry", "--all").orFail();
            Program.waitUntil("paula has it\n" + postfix.log(), LIMIT, () -> postfix.mbox("paula").contains("Subject: while down"));
            Program.waitUntil("the queue is empty", LIMIT, () -> !sigillo.cli("queue", "list", "--json").printed().contains("paula@postfix.test"));
            assertEquals(1, Pattern.compile("Subject: while down").matcher(postfix.mbox("paula")).results().count());
        }
    }

    /** A 550 of theirs: one notification, well formed, to the sender; and the story tells why. */
    @Test void aRefusalGivesOneNotification() throws Exception {
        try (var _ = postfix()) {
            submit("nobody@postfix.test", "to nobody");
            var dsn = awaitDsn("nobody@postfix.test");
            for (var line : List.of("Content-Type: multipart/report", "report-type=\"?delivery-status\"?", "Reporting-MTA: dns; ?" + sigillo.hostname(),
                    "Final-Recipient: rfc822; ?nobody@postfix.test", "Action: failed", "Status: 5\\.1\\.1", "Diagnostic-Code: smtp; ?550 5\\.1\\.1",
                    "Return-Path: <>", "Auto-Submitted: auto-replied", "Subject: to nobody", "Message-ID: <[^<>]+@[^<>]+>")) {
                assertTrue(Pattern.compile(line, Pattern.CASE_INSENSITIVE).matcher(dsn).find(), line + " in\n" + dsn);
            }
            Program.pause(2_000);
            try (var imap = sigillo.imap("anna")) {
                imap.command("SELECT INBOX");
                assertEquals(1, hits(imap, "FROM MAILER-DAEMON"));
            }
            var story = sigillo.cli("trace", "nobody@postfix.test").orFail().printed();
            assertTrue(story.contains("550") && story.toLowerCase().contains("bounced") && story.toLowerCase().contains("notif"), story);
        }
    }

    /** RFC 7505: a domain that takes no mail is told at once, without a connection. */
    @Test void nullMxBouncesAtOnce() throws Exception {
        submit("x@nullmx.test", "to null mx");
        assertTrue(awaitDsn("x@nullmx.test").contains("5.1.10"));
    }

    private void submit(String to, String subject) {
        Program.run(LIMIT, "swaks", "--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN",
            "--auth-user", sigillo.address("anna"), "--auth-password", sigillo.password("anna"), "--from", sigillo.address("anna"),
            "--to", to, "--header", "Subject: " + subject).orFail();
    }

    private static byte[] text(String subject) {
        return ("From: x@postfix.test\r\nSubject: " + subject + "\r\n\r\nCiao\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void awaitSubject(String account, String subject) throws Exception {
        try (var imap = sigillo.imap(account)) {
            Program.waitUntil(subject + " is in the inbox of " + account, LIMIT, () -> selectedHits(imap, "SUBJECT \"" + subject + "\"") == 1);
        }
    }

    private String awaitDsn(String recipient) throws Exception {
        try (var imap = sigillo.imap("anna")) {
            Program.waitUntil("the notification is in anna's inbox: " + sigillo.cli("trace", recipient).printed(), LIMIT,
                () -> selectedHits(imap, "FROM MAILER-DAEMON TEXT \"" + recipient + "\"") == 1);
            return imap.bodies("INBOX").stream().map(b -> new String(b, StandardCharsets.UTF_8))
                .filter(b -> b.contains("multipart/report") && b.contains(recipient)).findFirst().orElseThrow();
        }
    }

    private static long selectedHits(ImapProbe imap, String search) {
        try {
            imap.command("SELECT INBOX");
            return hits(imap, search);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long hits(ImapProbe imap, String search) throws java.io.IOException {
        return imap.command("SEARCH " + search).lines().stream().filter(l -> l.startsWith("* SEARCH"))
            .flatMap(l -> Pattern.compile("\\d+").matcher(l).results()).count();
    }
}
