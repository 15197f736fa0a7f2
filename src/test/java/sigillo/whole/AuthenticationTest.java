package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimSigner;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/**
 * The shipped server asks a real Unbound whether mail comes from where it says: what stands in the mailbox, in which
 * mailbox it is, and what the story says. One start for all, some ten seconds.
 */
@Tag("gate")
class AuthenticationTest {
    @TempDir Path folder;

    @Test void mailIsAskedWhereItComesFrom() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = pair.getPublic().getEncoded();
        var key = Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        var records = List.of("sender.test. TXT \"v=spf1 ip4:127.0.0.1 -all\"", "_dmarc.sender.test. TXT \"v=DMARC1; \" \"p=reject\"",
            "bank.test. TXT \"v=spf1 -all\"", "_dmarc.bank.test. TXT \"v=DMARC1; p=reject\"", "s._domainkey.bank.test. TXT \"v=DKIM1; k=ed25519; p=" + key + "\"",
            "1.0.0.127.in-addr.arpa. PTR mail.sender.test.", "mail.sender.test. A 127.0.0.1");
        var settings = folder.resolve("more.toml");
        Files.writeString(settings, "\n[authentication]\nunchecked = []\n");
        try (var unbound = new UnboundPeer(folder, records);
                var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address(), "--settings", settings.toString())) {
            send(sigillo, "bob@sender.test", "From: bob@sender.test\r\nSubject: true\r\n\r\nHello.\r\n");
            send(sigillo, "boss@bank.test", "From: boss@bank.test\r\nSubject: false\r\n\r\nPay.\r\n");
            var message = "From: boss@bank.test\r\nSubject: signed\r\n\r\nHello.\r\n";
            var field = new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED).sign(Octets.of(message.getBytes(StandardCharsets.US_ASCII)),
                List.of(new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, pair.getPrivate(), "bank.test", "s")), Instant.now());
            send(sigillo, "bounce@list.test", new String(field, StandardCharsets.US_ASCII) + message);

            var inbox = mails(sigillo, "INBOX");
            var own = "Authentication-Results: " + sigillo.hostname() + ";\r\n";
            assertTrue(inbox.contains(own + "\tspf=pass smtp.mailfrom=bob@sender.test;\r\n\tspf=pass smtp.helo=sender.test;\r\n\tdkim=none;\r\n"
                + "\tdmarc=pass header.from=sender.test;\r\n\tiprev=pass policy.iprev=127.0.0.1\r\nReceived: "), inbox);
            assertTrue(inbox.contains("dkim=pass header.d=bank.test header.s=s"), inbox);
            var junk = mails(sigillo, "Junk");
            assertTrue(junk.contains("Subject: false") && junk.contains("dmarc=fail header.from=bank.test policy.disposition=quarantine"), junk);
            assertEquals(-1, junk.indexOf("Subject: true"));
            var story = sigillo.cli("trace", "boss@bank.test").orFail().printed();
            assertTrue(story.contains("SPF fail: 127.0.0.1 is not named by bank.test's record; it says \"-all\"; "), story);
            assertTrue(story.contains("Filed into Junk: neither SPF nor DKIM shows that it is of bank.test, which asks for reject"), story);
        }
    }

    private static void send(SigilloPeer sigillo, String from, String message) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO sender.test");
            var before = Instant.now();
            assertTrue(smtp.send(from, sigillo.address("anna"), message.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
            assertTrue(Duration.between(before, Instant.now()).toSeconds() < 15, "it waited for DNS that answers");
        }
    }

    private static String mails(SigilloPeer sigillo, String mailbox) throws Exception {
        var all = new StringBuilder();
        try (var imap = sigillo.imap("anna")) {
            imap.ask("EXAMINE " + mailbox);
            for (var response : imap.ask("FETCH 1:* BODY.PEEK[]").untagged()) {
                response.literals().forEach(literal -> all.append(new String(literal, StandardCharsets.ISO_8859_1)).append("\n--\n"));
            }
        }
        return all.toString();
    }
}
