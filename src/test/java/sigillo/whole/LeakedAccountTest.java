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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.peers.UnboundPeer;

/** Somebody has Anna's password and writes to 500 whom she never wrote to; Bruno writes to a friend meanwhile. */
@Tag("gate")
@Timeout(360)
class LeakedAccountTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> RECORDS = List.of("remote.test. MX 10 mx.remote.test.", "mx.remote.test. A 127.0.0.4");

    @TempDir Path folder;

    @Test void sendingOfTheAccountIsPausedAndNobodyElseWaits() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        try (var unbound = new UnboundPeer(folder, RECORDS); var sink = new CapturingSink("127.0.0.4", 25);
             var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address())) {
            sink.atRcpt(to -> to.contains("slow") ? "450 4.2.1 later" : "250 2.1.5 Ok");
            try (var anna = signedIn(sigillo, "anna")) {
                assertTrue(send(anna, sigillo.address("anna"), List.of("slow1@remote.test", "slow2@remote.test")).startsWith("250"));
                var last = "";
                for (int i = 0; i < 50; i++) last = send(anna, sigillo.address("anna"), strangers(10 * i));
                assertTrue(last.startsWith("450 4.7.1 Sending is paused for this account"), last);
            }
            try (var bruno = signedIn(sigillo, "bruno")) {
                assertTrue(send(bruno, sigillo.address("bruno"), List.of("friend@remote.test")).startsWith("250"));
            }
            Program.waitUntil("Bruno's has left", LIMIT, () -> got(sink, "friend@remote.test") == 1);
            int gone = sink.mails().stream().filter(mail -> mail.from().contains("anna")).mapToInt(mail -> mail.to().size()).sum();
            assertTrue(gone <= 200, gone + " had it");

            Program.waitUntil("what waits is held", LIMIT, () -> sigillo.cli("queue", "list").printed().contains("held"));
            assertTrue(sigillo.cli("status").orFail().printed().contains("is paused since"));
            var shown = sigillo.cli("account", "sending", sigillo.address("anna")).orFail().printed();
            assertTrue(shown.contains("recipients to whom it had not written before"), shown);
            Program.waitUntil("Anna is told", LIMIT, () -> isTold(sigillo));

            sigillo.stop();
            sigillo.again();
            try (var anna = signedIn(sigillo, "anna")) {
                assertTrue(anna.say("MAIL FROM:<" + sigillo.address("anna") + ">").startsWith("450 4.7.1"));
            }
            assertTrue(sigillo.cli("status").orFail().printed().contains("is paused since"), "after a restart too");
            sink.atRcpt(_ -> "250 2.1.5 Ok");
            sigillo.cli("queue", "retry", "--all").orFail();
            sigillo.cli("account", "resume", sigillo.address("anna")).orFail();
            Program.waitUntil("what was held leaves", LIMIT, () -> got(sink, "slow1@remote.test") == 1);
            assertFalse(sigillo.cli("status").orFail().printed().contains("is paused since"));
            try (var anna = signedIn(sigillo, "anna")) {
                assertTrue(send(anna, sigillo.address("anna"), List.of("friend2@remote.test")).startsWith("250"));
            }
            Program.waitUntil("she sends again", LIMIT, () -> got(sink, "friend2@remote.test") == 1);
            assertEquals(1, got(sink, "slow1@remote.test"));
        }
    }

    /** An account is removed while its sending is paused; who is called so next sends. */
    @Test void whoComesAfterAPausedAccountSends() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        try (var unbound = new UnboundPeer(folder, RECORDS); var sink = new CapturingSink("127.0.0.4", 25);
             var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address())) {
            sink.atRcpt(to -> to.contains("slow") ? "450 4.2.1 later" : "250 2.1.5 Ok");
            sigillo.cli("account", "sending", sigillo.address("anna"), "recipients_per_hour", "2").orFail();
            try (var anna = signedIn(sigillo, "anna")) {
                assertTrue(send(anna, sigillo.address("anna"), List.of("slow@remote.test")).startsWith("250"));
                assertTrue(send(anna, sigillo.address("anna"), List.of("a@remote.test", "b@remote.test")).startsWith("450 4.7.1"));
            }
            Program.waitUntil("what waits is held", LIMIT, () -> sigillo.cli("queue", "list").printed().contains("held"));
            sigillo.cli("account", "remove", sigillo.address("anna"), "--yes").orFail();
            assertFalse(sigillo.cli("status").orFail().printed().contains("is paused since"), "no alarm of who is gone");
            var password = Files.writeString(folder.resolve("new"), "another long password of hers\n");
            sigillo.cli("account", "add", sigillo.address("anna"), "--password-file", password.toString()).orFail();
            try (var anna = SmtpProbe.connect(sigillo.port("submission"))) {
                anna.expect("250", "EHLO laptop.test");
                anna.startTls();
                anna.expect("250", "EHLO laptop.test");
                anna.authPlain(sigillo.address("anna"), "another long password of hers");
                assertTrue(send(anna, sigillo.address("anna"), List.of("friend@remote.test")).startsWith("250"));
            }
            Program.waitUntil("hers has left", LIMIT, () -> got(sink, "friend@remote.test") == 1);
            assertTrue(sigillo.cli("queue", "list").orFail().printed().contains("held"), "what was held is the operator's to look at");
        }
    }

    private static boolean isTold(SigilloPeer sigillo) {
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            var found = imap.command("SEARCH SUBJECT \"Sending from your account is paused\"").toString();
            return found.matches("(?s).*SEARCH \\d.*");
        } catch (IOException e) {
            return false;
        }
    }

    private static long got(CapturingSink sink, String address) {
        return sink.mails().stream().filter(mail -> mail.to().toString().contains(address)).count();
    }

    private static List<String> strangers(int from) { return IntStream.range(from, from + 10).mapToObj(i -> "s" + i + "@remote.test").toList(); }

    static SmtpProbe signedIn(SigilloPeer sigillo, String user) throws IOException {
        var probe = SmtpProbe.connect(sigillo.port("submission"));
        probe.expect("250", "EHLO laptop.test");
        probe.startTls();
        probe.expect("250", "EHLO laptop.test");
        probe.authPlain(sigillo.address(user), sigillo.password(user));
        return probe;
    }

    static String send(SmtpProbe probe, String from, List<String> to) throws IOException {
        var mail = probe.say("MAIL FROM:<" + from + ">");
        if (!mail.startsWith("250")) return mail;
        for (var one : to) probe.expect("250", "RCPT TO:<" + one + ">");
        probe.expect("354", "DATA");
        probe.write(("From: <" + from + ">\r\nSubject: hello\r\n\r\nhello\r\n.\r\n").getBytes(StandardCharsets.UTF_8));
        return probe.reply();
    }
}
