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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.DkimVerifiers;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/**
 * What leaves the shipped server, and who believes it: swaks submits, a receiver keeps the octets, and the programs of
 * others say whether they are signed. A second server gets what the first one sends on.
 */
@Tag("gate")
class SignedMailTest {
    /** Its author says in no other way whose it is: SPF of this machine, and p=reject. */
    private static final List<String> WORLD = List.of("bank.test. TXT \"v=spf1 ip4:127.0.0.1 -all\"", "_dmarc.bank.test. TXT \"v=DMARC1; p=reject\"",
        "sigillo.test. TXT \"v=spf1 ip4:127.0.0.1 -all\"", "post.test. TXT \"v=spf1 ip4:127.0.0.1 -all\"");
    @TempDir static Path folder;

    private static final CapturingSink SINK = new CapturingSink();
    private static UnboundPeer unbound;
    private static PostfixPeer postfix;
    private static SigilloPeer second;
    private static SigilloPeer sigillo;
    private static List<String> records = List.of();

    @BeforeAll static void start() throws Exception {
        assumeTrue(Program.isInstalled("unbound") && Program.isInstalled("swaks") && Program.isInstalled("postfix"), "Unbound, swaks or Postfix is not installed");
        unbound = new UnboundPeer(folder, WORLD);
        second = SigilloPeer.demo(folder.resolve("second"), "--resolver", unbound.address(), "--settings",
            settings("second.toml", "[authentication]\nunchecked = []\ntrusted_sealers = [\"sigillo.test\"]\n"));
        var route = "\n[[relay.route]]\ndomain = \"%s\"\nhost = \"127.0.0.1\"\nport = %d\ntls = \"none\"\n";
        postfix = new PostfixPeer(folder, "127.0.0.1", Ports.free(), "post.test", Map.of("other.test", "error:no"));
        sigillo = SigilloPeer.demo(folder.resolve("first"), "--resolver", unbound.address(), "--settings", settings("first.toml",
            "[authentication]\nunchecked = []\n" + route.formatted("other.test", SINK.port()) + route.formatted("post.test", postfix.port()) + route.formatted("second.test", second.port("smtp"))));
        second.cli("domain", "add", "second.test").orFail();
        second.cli("alias", "add", "carla@second.test", second.address("anna")).orFail();
        sigillo.cli("alias", "add", sigillo.address("away"), "carla@second.test").orFail();
        sigillo.cli("alias", "add", sigillo.address("sink"), "x@other.test").orFail();
        publish();
    }

    private static String settings(String name, String text) throws IOException { return Files.writeString(folder.resolve(name), "\n" + text).toString(); }

    /** As an operator does: what is printed goes into DNS. */
    private static void publish() {
        Program.waitUntil("keys are made", Duration.ofSeconds(60), () -> sigillo.cli("dkim", "records").orFail().printed().contains("-ed._domainkey.sigillo.test."));
        records = sigillo.cli("dkim", "records").orFail().printed().lines().toList();
        var all = new ArrayList<>(WORLD);
        all.addAll(records);
        unbound.become(all);
        var listed = sigillo.cli("dkim", "list", "--now").orFail().printed();
        assertEquals(2, listed.lines().filter(line -> line.contains("signing") && line.contains("keep it")).count(), listed);
    }

    @AfterAll static void stop() {
        Stream.<AutoCloseable>of(sigillo, second, postfix, unbound, SINK).filter(java.util.Objects::nonNull).forEach(one -> {
            try {
                one.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Bare, as mail programs send it: no date, no id, a blind copy. */
    private static byte[] submitted(String subject) throws Exception {
        var message = "From: anna <" + sigillo.address("anna") + ">\nTo: x@other.test\nBcc: secret@other.test\nSubject: " + subject + "\n\nHello  there \n\n\n";
        Program.run(Duration.ofSeconds(60), "swaks", "--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN", "--auth-user", sigillo.address("anna"),
            "--auth-password", sigillo.password("anna"), "--from", sigillo.address("anna"), "--to", "x@other.test,secret@other.test", "--data", message).orFail();
        return captured(subject);
    }

    private static byte[] captured(String subject) {
        Program.waitUntil(subject + " has arrived", Duration.ofSeconds(60), () -> found(subject).isPresent());
        return found(subject).orElseThrow();
    }

    private static Optional<byte[]> found(String subject) {
        return SINK.mails().stream().map(CapturingSink.Mail::data).filter(data -> text(data).contains("Subject: " + subject)).findFirst();
    }

    private static String text(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }

    @TestFactory Stream<DynamicTest> theProgramsOfOthersSayThatItIsSigned() throws Exception {
        var mail = submitted("signed");
        var text = text(mail);
        assertFalse(text.contains("secret@") || java.util.regex.Pattern.compile("(?im)^bcc").matcher(text).find(), text);
        assertTrue(text.contains("\r\nDate: ") && text.contains("\r\nMessage-ID: <"), text);
        var verifiers = new DkimVerifiers(folder, unbound.address());
        var there = verifiers.all();
        var whole = verifiers.put("whole.eml", mail);
        var body = verifiers.put("body.eml", text.replace("Hello  there", "Hello  where").getBytes(StandardCharsets.ISO_8859_1));
        var header = verifiers.put("header.eml", ("Subject: another\r\n" + text).getBytes(StandardCharsets.ISO_8859_1));
        return DkimVerifiers.NAMES.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            assumeTrue(there.containsKey(name), name + " is not installed");
            var both = List.of("python3-dkim", "opendkim", "rspamd").contains(name);
            assertEquals(both ? "rsa ed25519" : "rsa", there.get(name).passing(whole));
            assertEquals("", there.get(name).passing(body), "the body was changed");
            assertEquals("", there.get(name).passing(header), "a Subject was added");
        })).onClose(verifiers::close);
    }

    /** The author knows nothing of DKIM, and SPF does not come along: the seal of the first server explains it. */
    @Test void whatIsSentOnIsBelieved() throws Exception {
        incoming("sent on", "away");
        Program.waitUntil("it has arrived", Duration.ofSeconds(60), () -> inbox().contains("Subject: sent on"));
        var mail = inbox();
        assertTrue(mail.contains("arc=pass") && mail.contains("policy.arc=sigillo.test"), mail);
        assertTrue(mail.matches("(?s).*dmarc=fail header.from=bank.test .*"), mail);
        assertTrue(mail.matches("(?s).*Return-Path: <SRS0=......=..=bank.test=boss@sigillo.test>.*"), mail);
        assertTrue(mail.contains("spf=pass smtp.mailfrom=\"SRS0="), mail);
    }

    /** A signed one needs no word of the forwarder. */
    @Test void whatIsSignedPassesAfterItWasSentOn() throws Exception {
        var message = "From: " + sigillo.address("anna") + "\nTo: " + sigillo.address("away") + "\nSubject: signed and sent on\n\nHello\n";
        Program.run(Duration.ofSeconds(60), "swaks", "--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN", "--auth-user", sigillo.address("anna"),
            "--auth-password", sigillo.password("anna"), "--from", sigillo.address("anna"), "--to", sigillo.address("away"), "--data", message).orFail();
        Program.waitUntil("it has arrived", Duration.ofSeconds(60), () -> inbox().contains("Subject: signed and sent on"));
        assertTrue(inbox().contains("dkim=pass header.d=sigillo.test"), SignedMailTest::inbox);
    }

    /** What the next server refuses comes back to the one who wrote, from this server, signed. */
    @Test void whatFailsBehindAnAliasComesBackToItsAuthor() throws Exception {
        SINK.atRcpt(path -> path.contains("x@other.test") && path.contains("refuse") ? "550 5.1.1 no" : "250 2.1.5 Ok");
        sigillo.cli("alias", "add", sigillo.address("gone"), "refuse-x@other.test").orFail();
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO other.test");
            assertTrue(smtp.send("author@other.test", sigillo.address("gone"), "From: author@other.test\r\nSubject: refused\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
        }
        Program.waitUntil("the notification is there", Duration.ofSeconds(60), () -> SINK.mails().stream().anyMatch(mail -> mail.to().toString().contains("author@other.test")));
        var notice = SINK.mails().stream().filter(mail -> mail.to().toString().contains("author@other.test")).findFirst().orElseThrow();
        assertTrue(notice.from().equals("") || notice.from().contains("<>"), notice.from());
        var text = text(notice.data());
        assertTrue(text.contains("DKIM-Signature: ") && text.contains("d=sigillo.test"), text);
    }

    /** A real Postfix has the subscriber: he confirms by mail and gets what its author signed, with the list's own signature above. */
    @Test void whatAListPassesOnIsStillItsAuthors() throws Exception {
        var list = sigillo.address("news");
        sigillo.cli("list", "add", list, sigillo.address("anna"), "--title", "The News").orFail();
        sigillo.cli("list", "invite", list, "paula@post.test").orFail();
        Program.waitUntil("she is asked", Duration.ofSeconds(60), () -> postfix.mbox("paula").contains("Please confirm"));
        var confirm = postfix.mbox("paula").replaceFirst("(?s).*\nReply-To: <?([^>\n]*).*", "$1").strip();
        swaksFrom("paula@post.test", confirm, "From: paula@post.test\nSubject: Re: yes\n\nYes.\n");
        Program.waitUntil("she is welcome", Duration.ofSeconds(60), () -> postfix.mbox("paula").contains("Welcome to"));
        Program.run(Duration.ofSeconds(60), "swaks", "--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN", "--auth-user", sigillo.address("anna"),
            "--auth-password", sigillo.password("anna"), "--from", sigillo.address("anna"), "--to", list, "--data",
            "From: anna <" + sigillo.address("anna") + ">\nTo: " + list + "\nSubject: to all\n\nHello all\n").orFail();
        Program.waitUntil("she has it", Duration.ofSeconds(60), () -> postfix.mbox("paula").contains("Subject: to all"));
        var mbox = postfix.mbox("paula");
        var mail = mbox.substring(mbox.lastIndexOf("\nFrom ", mbox.indexOf("Subject: to all")) + 1).replaceFirst("^From [^\n]*\n", "");
        assertTrue(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\n") && mail.contains("Return-Path: <news-bounce-1-"), mail);
        var verifiers = new DkimVerifiers(folder, unbound.address());
        var file = verifiers.put("list.eml", mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        var dkimpy = verifiers.all().get("python3-dkim");
        if (dkimpy != null) assertEquals("rsa ed25519 rsa ed25519", dkimpy.passing(file), "the list's, and its author's: " + mail);
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO stranger.test");
            assertTrue(smtp.send("boss@bank.test", list, "From: boss@bank.test\r\nSubject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)).startsWith("550 5.7.1"));
        }
        verifiers.close();
    }

    /** As Postfix's users write, from this machine, which their SPF record names. */
    private static void swaksFrom(String from, String to, String data) {
        Program.run(Duration.ofSeconds(60), "swaks", "--server", "127.0.0.1:" + sigillo.port("smtp"), "--ehlo", "mx.post.test", "--from", from, "--to", to, "--data", data).orFail();
    }

    private static void incoming(String subject, String to) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO bank.test");
            var message = "From: boss@bank.test\r\nSubject: " + subject + "\r\n\r\nPay.\r\n";
            assertTrue(smtp.send("boss@bank.test", sigillo.address(to), message.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
        }
    }

    private static String inbox() {
        var all = new StringBuilder();
        try (var imap = second.imap("anna")) {
            imap.ask("EXAMINE INBOX");
            for (var response : imap.ask("FETCH 1:* BODY.PEEK[]").untagged()) {
                response.literals().forEach(literal -> all.append(text(literal)).append("\n--\n"));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return all.toString();
    }
}
