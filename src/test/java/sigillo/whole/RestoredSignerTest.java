package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.DkimVerifiers;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.peers.UnboundPeer;

/**
 * Keys that sign come back with a backup: the machine is gone, one command restores it onto an empty one, and what it signs
 * and seals from then on is believed by another's program with the DNS of before. Addresses that led back to senders
 * before do so still.
 */
@Tag("gate")
class RestoredSignerTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> WORLD = List.of("bank.test. TXT \"v=spf1 ip4:127.0.0.1 -all\"");
    @TempDir Path folder;

    /** What others saw of one life of the server: its mail, what it sent on, and whom that comes back to. */
    private record Life(byte[] mail, byte[] sentOn, String returnPath) {
        String selectors() { return values(mail, "DKIM-Signature", "s"); }

        String sealer() { return values(sentOn, "ARC-Seal", "s"); }

        private static String values(byte[] mail, String field, String tag) {
            var text = new String(mail, StandardCharsets.ISO_8859_1).replaceAll("\r\n[ \t]+", " ");
            return Pattern.compile("(?m)^" + field + ":.*?[; ]" + tag + "=([^;]+);").matcher(text).results().map(found -> found.group(1)).toList().toString();
        }
    }

    @Test void whatARestoredMachineSigns() throws Exception {
        assumeTrue(Program.isInstalled("unbound") && Program.isInstalled("swaks"), "Unbound or swaks is not installed");
        var target = Files.createDirectory(folder.resolve("target"));
        var asked = Files.writeString(folder.resolve("asked.toml"), "\n[authentication]\nunchecked = []\n");
        try (var sink = new CapturingSink(); var unbound = new UnboundPeer(folder, WORLD); var verifiers = new DkimVerifiers(folder, unbound.address());
                var sigillo = SigilloPeer.demo(folder.resolve("home"), "--resolver", unbound.address(), "--settings", asked.toString())) {
            var python = verifiers.all().get("python3-dkim");
            assumeTrue(python != null, "python3-dkim is not installed");
            settle(sigillo, sink, target);
            publish(sigillo, unbound);
            var before = life(sigillo, sink, "before");
            assertEquals("rsa ed25519", python.passing(verifiers.put("before.eml", before.mail)));
            var key = Files.writeString(folder.resolve("key"), word(sigillo.launched("backup", "key"), "recovery key: (\\S+)") + "\n");
            assertTrue(sigillo.cli("backup", "now").orFail().printed().contains("and proven: "));
            sigillo.stop();
            delete(sigillo.folder().resolve("store"));
            delete(sigillo.folder().resolve("keys"));

            var fresh = folder.resolve("fresh");
            Program.run(LIMIT, Map.of(), List.of("./sigillo", "restore", "--from", target.toString(), "--key", key.toString(), "--data",
                fresh.toString())).orFail();
            try (var server = serve(fresh)) {
                var after = life(sigillo, sink, "after");
                assertEquals(before.selectors(), after.selectors());
                assertEquals(before.sealer(), after.sealer());
                assertTrue(after.selectors().contains(", ") && !after.sealer().equals("[]"), after.selectors() + after.sealer());
                assertEquals("rsa ed25519", python.passing(verifiers.put("after.eml", after.mail)));
                assertEquals("pass", verifiers.arc(verifiers.put("sealed.eml", after.sentOn)));
                assertEquals("fail", verifiers.arc(verifiers.put("changed.eml", changed(after.sentOn))));
                assertComesBack(sigillo, sink, before.returnPath);
                assertTrue(server.isRunning());
            }
        }
    }

    private static byte[] changed(byte[] mail) {
        return new String(mail, StandardCharsets.ISO_8859_1).replace("Pay.", "Pay!").getBytes(StandardCharsets.ISO_8859_1);
    }

    private void settle(SigilloPeer sigillo, CapturingSink sink, Path target) throws Exception {
        sigillo.cli("alias", "add", sigillo.address("sink"), "x@other.test").orFail();
        sigillo.stop();
        Files.writeString(sigillo.folder().resolve("sigillo.toml"), """

            [[relay.route]]
            domain = "other.test"
            host = "127.0.0.1"
            port = %1$d
            tls = "none"

            [[relay.route]]
            domain = "bank.test"
            host = "127.0.0.1"
            port = %1$d
            tls = "none"

            [[backup.target]]
            name = "disk"
            path = "%2$s"
            """.formatted(sink.port(), target), StandardOpenOption.APPEND);
        sigillo.againAsServer();
    }

    private static void publish(SigilloPeer sigillo, UnboundPeer unbound) {
        Program.waitUntil("keys are made", LIMIT, () -> sigillo.cli("dkim", "records").orFail().printed().contains("-ed._domainkey."));
        var all = new ArrayList<>(WORLD);
        all.addAll(sigillo.cli("dkim", "records").orFail().printed().lines().toList());
        unbound.become(all);
        assertTrue(sigillo.cli("dkim", "list", "--now").orFail().printed().contains("signing"));
    }

    private static Life life(SigilloPeer sigillo, CapturingSink sink, String name) throws Exception {
        var message = "From: " + sigillo.address("anna") + "\nTo: x@other.test\nSubject: mail " + name + "\n\nHello\n";
        Program.run(LIMIT, "swaks", "--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN", "--auth-user", sigillo.address("anna"),
            "--auth-password", sigillo.password("anna"), "--from", sigillo.address("anna"), "--to", "x@other.test", "--data", message).orFail();
        try (var smtp = SmtpProbe.connect(sigillo.port("smtp"))) {
            smtp.expect("250", "EHLO bank.test");
            var sentOn = "From: boss@bank.test\r\nSubject: sent on " + name + "\r\n\r\nPay.\r\n";
            assertTrue(smtp.send("boss@bank.test", sigillo.address("sink"), sentOn.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
        }
        var sentOn = captured(sink, "Subject: sent on " + name);
        return new Life(captured(sink, "Subject: mail " + name).data(), sentOn.data(), sentOn.from());
    }

    private static CapturingSink.Mail captured(CapturingSink sink, String text) {
        Program.waitUntil(text + " has arrived", LIMIT, () -> sink.mails().stream().anyMatch(mail -> contains(mail, text)));
        return sink.mails().stream().filter(mail -> contains(mail, text)).findFirst().orElseThrow();
    }

    private static boolean contains(CapturingSink.Mail mail, String text) { return new String(mail.data(), StandardCharsets.ISO_8859_1).contains(text); }

    /** SRS: what comes to the address that the server of before has given out goes to who wrote. */
    private static void assertComesBack(SigilloPeer sigillo, CapturingSink sink, String returnPath) throws Exception {
        var address = returnPath.replaceAll(".*<|>.*", "");
        assertTrue(address.startsWith("SRS0="), returnPath);
        try (var smtp = SmtpProbe.connect(sigillo.port("smtp"))) {
            smtp.expect("250", "EHLO other.test");
            assertTrue(smtp.send("", address, "From: mailer@other.test\r\nSubject: bounced\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
        }
        assertTrue(captured(sink, "Subject: bounced").to().toString().contains("boss@bank.test"));
    }

    private static String word(Program.Done done, String pattern) {
        var found = Pattern.compile(pattern).matcher(done.orFail().printed());
        assertTrue(found.find(), done.printed());
        return found.group(1);
    }

    private static void delete(Path folder) { Program.run(LIMIT, "rm", "-rf", folder.toString()).orFail(); }

    private Program serve(Path data) {
        var server = Program.start(folder.resolve("fresh.log"), Map.of(), List.of("./sigillo", "serve", "--config", data.resolve("sigillo.toml").toString()));
        Program.waitUntil("the server is ready:\n" + server.printed(), LIMIT, () -> server.printed().contains("ready in ") || !server.isRunning());
        assertTrue(server.isRunning(), server.printed());
        return server;
    }
}
