package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.peers.UnboundPeer;

/** Bob's provider complains of Anna's mail, and somebody forges that it does. */
@Tag("gate")
@Timeout(360)
class ComplaintTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> RECORDS = List.of("remote.test. MX 10 mx.remote.test.", "mx.remote.test. A 127.0.0.7",
        "remote.test. TXT \"v=spf1 ip4:127.0.0.1 -all\"", "_dmarc.remote.test. TXT \"v=DMARC1; p=reject\"",
        "evil.test. TXT \"v=spf1 ip4:127.0.0.1 -all\"", "_dmarc.evil.test. TXT \"v=DMARC1; p=reject\"");

    @TempDir Path folder;

    @Test void whoHasComplainedGetsNothingMoreUntilThatIsLifted() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        var settings = Files.writeString(folder.resolve("more.toml"), "\n[authentication]\nunchecked = []\n");
        try (var unbound = new UnboundPeer(folder, RECORDS); var sink = new CapturingSink("127.0.0.7", 25);
             var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address(), "--settings", settings.toString())) {
            try (var anna = LeakedAccountTest.signedIn(sigillo, "anna")) {
                assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of("bob@remote.test", "eve@remote.test")).startsWith("250"));
            }
            Program.waitUntil("they have it", LIMIT, () -> sink.mails().stream().mapToInt(mail -> mail.to().size()).sum() == 2);
            Program.waitUntil("it has left", LIMIT, sigillo::isQueueEmpty);
            var got = new String(sink.mails().getFirst().data(), StandardCharsets.UTF_8);

            complain(sigillo, "abuse@evil.test", got);
            complain(sigillo, "carl@remote.test", got);
            assertEquals("(none)\n", sigillo.cli("complaint", "list").orFail().printed(), "what is forged stops nothing");
            complain(sigillo, "abuse@remote.test", got);
            var list = sigillo.cli("complaint", "list").orFail().printed();
            assertTrue(list.contains("bob@remote.test") && !list.contains("eve@remote.test"), list);
            assertTrue(sigillo.cli("report").orFail().printed().contains("Mail from " + sigillo.address("anna") + " to bob@remote.test is refused"));

            assertEquals("550 5.7.1 This recipient has complained of mail from your account, so it sends none there; "
                + "who runs this server can lift that", toBob(sigillo, "anna"));
            assertTrue(toBob(sigillo, "bruno").startsWith("250"), "others may write to him");
            var story = sigillo.cli("trace", "bob@remote.test").orFail().printed();
            assertTrue(story.contains("Its recipient has complained") && story.contains("Refused at RCPT")
                && story.contains("550 5.7.1 This recipient has complained"), story);
            Program.waitUntil("Anna is told", LIMIT, () -> isTold(sigillo));

            sigillo.stop();
            sigillo.again();
            assertTrue(toBob(sigillo, "anna").startsWith("550 5.7.1"), "after a restart too");
            assertTrue(sigillo.cli("complaint", "lift", sigillo.address("anna"), "bob@remote.test").orFail().printed().contains("may write to"));
            assertTrue(toBob(sigillo, "anna").startsWith("250"));
            assertFalse(sigillo.cli("complaint", "lift", sigillo.address("anna"), "bob@remote.test").code() == 0);
        }
    }

    private static String toBob(SigilloPeer sigillo, String user) throws IOException {
        try (var probe = LeakedAccountTest.signedIn(sigillo, user)) {
            probe.expect("250", "MAIL FROM:<" + sigillo.address(user) + ">");
            return probe.say("RCPT TO:<bob@remote.test>").strip();
        }
    }

    /** To postmaster, whom every server has. */
    private static void complain(SigilloPeer sigillo, String from, String message) throws IOException {
        var mail = "From: " + from + "\r\nSubject: complaint\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; "
            + "report-type=feedback-report; boundary=b\r\n\r\n--b\r\n\r\nUnwanted.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\n"
            + "Feedback-Type: abuse\r\nUser-Agent: x\r\nVersion: 1\r\nOriginal-Rcpt-To: <bob@remote.test>\r\n\r\n"
            + "--b\r\nContent-Type: message/rfc822\r\n\r\n" + message + "\r\n--b--\r\n";
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO " + from.substring(from.indexOf('@') + 1));
            var reply = smtp.send(from, sigillo.address("postmaster"), SmtpProbe.stuffed(mail.getBytes(StandardCharsets.UTF_8)));
            assertTrue(reply.startsWith("250"), reply);
        }
    }

    private static boolean isTold(SigilloPeer sigillo) {
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            return imap.command("SEARCH SUBJECT \"Somebody has complained of your mail\"").toString().matches("(?s).*SEARCH \\d.*");
        } catch (IOException e) {
            return false;
        }
    }
}
