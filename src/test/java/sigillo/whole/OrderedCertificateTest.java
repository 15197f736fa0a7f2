package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.peers.ImapProbe;
import sigillo.peers.PebblePeer;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SwitchedPort;
import sigillo.peers.TrustAll;

/** The shipped server orders its certificate of a Pebble, and serves it at all doors, while a client is there. */
@Tag("gate")
class OrderedCertificateTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test void ordersServesAndRenews() throws Exception {
        assumeTrue(PebblePeer.isInstalled(), "pebble is not installed");
        try (var http = new SwitchedPort(); var tls = new SwitchedPort();
             var pebble = new PebblePeer(folder, http.port(), tls.port(), Optional.empty(), Duration.ofDays(6))) {
            var trust = Files.writeString(folder.resolve("trust.pem"), pebble.trust());
            var settings = Files.writeString(folder.resolve("more.toml"), """
                [acme]
                agree_to_terms = true
                directory = "%s"
                trust = "%s"
                proofs = ["tls-alpn-01", "http-01"]
                """.formatted(pebble.directory(), trust));
            try (var sigillo = SigilloPeer.demo(folder, "--settings", settings.toString())) {
                var before = shown(sigillo, "imaps");
                http.leadsTo(sigillo.port("http"));
                tls.leadsTo(sigillo.port("https"));
                try (var client = ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("anna"), sigillo.password("anna"))) {
                    client.command("NOOP");
                    order(sigillo);
                    var first = awaited(sigillo, before);
                    for (var door : new String[] {"https", "submissions", "pop3s"}) assertEquals(first, shown(sigillo, door), door);
                    assertTrue(first.getIssuerX500Principal().getName().contains("Pebble"), first.getIssuerX500Principal().getName());
                    client.command("NOOP");
                    order(sigillo);
                    var second = awaited(sigillo, first);
                    assertEquals(first.getPublicKey(), second.getPublicKey());
                    client.command("NOOP");
                    sigillo.stop();
                    sigillo.again();
                    isOrderedNotBefore(second, shown(sigillo, "imaps"), "from the first connection on");
                }
                var said = sigillo.cli("certificate").orFail().printed();
                assertTrue(said.contains(sigillo.hostname()) && said.contains("ordered of " + pebble.directory()), said);
                assertTrue(sigillo.cli("status").orFail().printed().contains("ordered of"), said);
                var alarms = sigillo.ask(new Request.Status()).get("alarms");
                assertTrue(alarms.valueStream().noneMatch(one -> one.get("about").asString().startsWith("certificate")), alarms.toString());
            }
        }
    }

    /** The server may be at it already. */
    private static void order(SigilloPeer sigillo) { sigillo.ask(new Request.RenewCertificate(false)); }

    /** One more may have been ordered by the server itself before it was stopped. */
    private static void isOrderedNotBefore(X509Certificate second, X509Certificate shown, String when) {
        assertEquals(second.getIssuerX500Principal(), shown.getIssuerX500Principal(), when);
        assertEquals(second.getPublicKey(), shown.getPublicKey(), when);
        assertTrue(!shown.getNotBefore().before(second.getNotBefore()), when);
    }

    private static X509Certificate awaited(SigilloPeer sigillo, X509Certificate before) {
        Program.waitUntil("another certificate is served\n" + sigillo.cli("certificate", "show").printed(), SOON, () -> !shown(sigillo, "imaps").equals(before));
        var now = shown(sigillo, "imaps");
        assertNotEquals(before, now);
        return now;
    }

    private static X509Certificate shown(SigilloPeer sigillo, String door) {
        try (var socket = (SSLSocket) TrustAll.context().getSocketFactory().createSocket("127.0.0.1", sigillo.port(door))) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
