package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
import sigillo.peers.SaslPeer;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/**
 * The smarthost is a Postfix that takes mail over TLS from who signs in, as Dovecot says who may. First with a password that
 * is not that of its user: what must go that way waits and bounces to nobody, the operator is told, and the rest goes on.
 */
@Tag("gate")
@Timeout(480)
class PostfixSmarthostTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final List<String> RECORDS = List.of("smart.test. A 127.0.0.1", "listed.test. MX 10 mx.listed.test.",
        "mx.listed.test. A 127.0.0.8", "open.test. MX 10 mx.open.test.", "mx.open.test. A 127.0.0.8");
    private static final String RIGHT = "correct horse";

    @TempDir Path folder;

    @Test void mailWaitsForARightPasswordAndThenGoesByThePostfix() throws Exception {
        assumeTrue(Program.isInstalled("unbound") && Files.exists(Path.of("/usr/sbin/postfix")) && Files.exists(Path.of("/usr/sbin/dovecot")),
            "Unbound, Postfix or Dovecot is not installed");
        int port = Ports.free();
        try (var sasl = new SaslPeer(folder, "home", RIGHT); var postfix = new PostfixPeer(folder, "127.0.0.1", port, "listed.test",
                 Map.of("elsewhere.test", "discard:"),
                 settings(sasl)); var unbound = new UnboundPeer(folder, RECORDS); var receiver = new CapturingSink("127.0.0.8", 25)) {
            receiver.atRcpt(to -> to.contains("listed.test")
                ? "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org" : "250 2.1.5 Ok");
            var password = Files.writeString(folder.resolve("password"), "wrong\n");
            var settings = Files.writeString(folder.resolve("more.toml"), """
                [relay.smarthost]
                use = "when_refused"
                host = "smart.test"
                port = %d
                user = "home"
                password_file = "%s"
                """.formatted(port, password));
            try (var sigillo = SigilloPeer.demo(Files.createDirectory(folder.resolve("ours")), Map.of("JAVA_TOOL_OPTIONS", trusting()),
                     "--resolver", unbound.address(), "--settings", settings.toString())) {
                send(sigillo, "paula@listed.test");
                Program.waitUntil("the operator is told", LIMIT, () -> sigillo.cli("status").printed().contains("smart.test"));
                var status = sigillo.cli("status").orFail().printed();
                assertTrue(status.contains("Mail cannot be sent and waits; the fault is on our side") && status.contains("535"), status);
                assertFalse(sigillo.isQueueEmpty(), "it waits");
                assertTrue(postfix.log().contains("SASL PLAIN authentication failed"), postfix.log());
                send(sigillo, "tim@open.test");
                Program.waitUntil("the other goes directly", LIMIT, () -> receiver.mails().size() == 1);
                assertEquals("", postfix.mbox("paula"));

                sigillo.stop();
                Files.writeString(password, RIGHT + "\n");
                sigillo.again();
                sigillo.cli("queue", "retry", "--all").orFail();
                Program.waitUntil("Paula has it", LIMIT, () -> postfix.mbox("paula").contains("Subject: hello"));
                Program.waitUntil("it has left", LIMIT, sigillo::isQueueEmpty);
                assertFalse(sigillo.cli("status").orFail().printed().contains("the fault is on our side"), "the alarm has gone");
                send(sigillo, "pietro@listed.test");
                Program.waitUntil("the next goes there at once", LIMIT, () -> postfix.mbox("pietro").contains("Subject: hello"));
                assertTrue(postfix.log().contains("sasl_method=PLAIN, sasl_username=home"), postfix.log());
                var story = sigillo.cli("trace", "paula@listed.test").orFail().printed();
                assertTrue(story.contains("goes by smart.test now") && story.contains("on a list of Spamhaus")
                    && story.contains("Handed on to smart.test"), story);
                assertTrue(sigillo.cli("destinations").orFail().printed().contains("by the smarthost"));
            }
        }
    }

    private static void send(SigilloPeer sigillo, String to) throws Exception {
        try (var anna = LeakedAccountTest.signedIn(sigillo, "anna")) {
            assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of(to)).startsWith("250"));
        }
    }

    /** It takes a password over TLS only, and mail of nobody else. */
    private String[] settings(SaslPeer sasl) {
        Program.run(LIMIT, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=smart.test",
            "-addext", "subjectAltName=DNS:smart.test", "-keyout", folder.resolve("key.pem").toString(), "-out",
            folder.resolve("cert.pem").toString()).orFail();
        var settings = new ArrayList<>(sasl.settings());
        settings.addAll(List.of("smtpd_tls_security_level = may", "smtpd_tls_auth_only = yes",
            "smtpd_tls_cert_file = " + folder.resolve("cert.pem"), "smtpd_tls_key_file = " + folder.resolve("key.pem")));
        return settings.toArray(String[]::new);
    }

    /** For the JVM: the certificate of the Postfix. */
    private String trusting() {
        var trust = folder.resolve("trust.p12");
        Program.run(LIMIT, System.getProperty("java.home") + "/bin/keytool", "-importcert", "-noprompt", "-alias", "ca", "-file",
            folder.resolve("cert.pem").toString(), "-keystore", trust.toString(), "-storetype", "PKCS12", "-storepass", "changeit").orFail();
        return "-Djavax.net.ssl.trustStore=" + trust + " -Djavax.net.ssl.trustStorePassword=changeit";
    }
}
