package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.net.ClientTls;
import sigillo.net.TestCertificates.Authority;
import sigillo.peers.NodemailerPeer;
import sigillo.peers.Ports;
import sigillo.peers.SignedDns;
import sigillo.peers.SignedDns.Zone;
import sigillo.policy.Policies;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.Dnssec;
import sigillo.resolver.ResolverSettings;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** RFC 8689 as sender to a server of others that speaks it, found by a signed DNS; DaneRelayTest has those that do not. */
@Tag("gate")
class RequireTlsTest {
    @TempDir Path folder;

    @Test void toAServerOfOthers() throws Exception {
        assumeTrue(SignedDns.isInstalled() && NodemailerPeer.isInstalled(), "Unbound, ldnsutils or Nodemailer is not installed");
        var files = Authority.make("Test Authority").issue(folder, "mx.strict.test", "mx.lax.test");
        var leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(files.chain())));
        var tlsa = "TLSA 3 1 1 " + HexFormat.of().formatHex(Sha256.of(leaf.getPublicKey().getEncoded()));
        int port = Ports.free();
        try (var strict = NodemailerPeer.server(folder, "127.0.0.1", port, files.chain(), files.key(), true);
                var lax = NodemailerPeer.server(folder, "127.0.0.2", port, files.chain(), files.key(), false);
                var dns = new SignedDns(folder, zone("strict.test", "127.0.0.1", port, tlsa), zone("lax.test", "127.0.0.2", port, tlsa));
                var relay = relay(dns, port)) {
            assertInstanceOf(Outcome.Delivered.class, carried(relay, "strict.test", Envelope.Tls.REQUIRED));
            assertEquals(List.of("took paula@strict.test requireTLS=true"), strict.taken());
            assertInstanceOf(Outcome.Delivered.class, carried(relay, "strict.test", Envelope.Tls.AS_USUAL));
            assertEquals("took paula@strict.test requireTLS=false", strict.taken().getLast());
            var refused = assertInstanceOf(Outcome.Bounced.class, carried(relay, "lax.test", Envelope.Tls.REQUIRED));
            assertTrue(refused.reply().toString().startsWith("550 5.7.30"), refused.toString());
            assertInstanceOf(Outcome.Delivered.class, carried(relay, "lax.test", Envelope.Tls.AS_USUAL));
            assertEquals(1, lax.taken().size(), "what requires it is not sent");
        }
    }

    private static Zone zone(String name, String address, int port, String tlsa) {
        return Zone.signed(name, name + ". MX 10 mx." + name + ".", "mx." + name + ". A " + address, "_" + port + "._tcp.mx." + name + ". " + tlsa);
    }

    private static Relay relay(SignedDns dns, int port) {
        var resolver = new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress("127.0.0.1", dns.port())), Duration.ofSeconds(3),
            1_000, Dnssec.REQUIRED, Optional.of(dns.anchors())));
        var settings = new RelaySettings(Domain.of("home.example"), port, Map.of(), Optional.empty(), true, Optional.empty(), Set.of());
        return new Relay(settings, new Relay.Outside(resolver, ClientTls.verifying(), Policies.NONE, _ -> { }), _ -> { });
    }

    private static Outcome carried(Relay relay, String domain, Envelope.Tls tls) {
        var envelope = Envelope.of(ReversePath.of(Address.of("me@home.example")), List.of(Recipient.of(Address.of("paula@" + domain)))).tls(tls);
        var message = Octets.of("From: me@home.example\r\n\r\nHi\r\n".getBytes());
        return relay.carry(new Carrier.Job("entry", TraceId.fresh(), "destination", envelope, message)).getFirst();
    }
}
