package sigillo.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.LoggedAlarms;
import sigillo.dns.DnsType;
import sigillo.net.Certificate;
import sigillo.peers.KnotPeer;
import sigillo.peers.PebblePeer;
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.DnsUpdate;
import sigillo.resolver.Dnssec;
import sigillo.resolver.ResolverSettings;

/** A name that is proven in the zone of a real server, which is changed by RFC 2136 with TSIG. */
@Tag("gate")
class ChangedZoneTest {
    private static final byte[] SECRET = "thirty-two octets that two share".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final String PLACE = "_acme-challenge.mail.home.test";

    @TempDir Path folder;

    private static DnsUpdate update(KnotPeer knot, byte[] secret, String key) {
        return new DnsUpdate(new DnsUpdate.Settings(knot.address(), key, "hmac-sha256", secret, Optional.empty()));
    }

    @Test void changesTheZoneAndIsBelievedByAnAuthority() throws Exception {
        assumeTrue(KnotPeer.isInstalled() && PebblePeer.isInstalled(), "knot or pebble is not installed");
        try (var knot = new KnotPeer(folder, "home.test", Base64.getEncoder().encodeToString(SECRET), List.of("mail A 127.0.0.1"));
             var bench = new Bench(folder);
             var pebble = new PebblePeer(folder, 1, 1, Optional.of("127.0.0.1:" + knot.address().getPort()), Duration.ofDays(45))) {
            var dns = new DnsResolver(new ResolverSettings(List.of(knot.address()), Duration.ofSeconds(3), 100, Dnssec.OFF, Optional.empty()), new LoggedAlarms());
            var lookup = new DnsLookup(dns).fresh();
            var update = update(knot, SECRET, KnotPeer.KEY);
            update.addText(PLACE, "one");
            update.addText(PLACE, "two");
            assertEquals(Set.of("one", "two"), Set.copyOf(lookup.ask(PLACE, DnsType.TXT).texts()));
            update.removeText(PLACE, "one");
            assertEquals(List.of("two"), lookup.ask(PLACE, DnsType.TXT).texts(), "no other was taken away");
            update.removeText(PLACE, "two");
            var wrong = assertThrows(IOException.class, () -> update(knot, "another secret of 32 octets here".getBytes(java.nio.charset.StandardCharsets.US_ASCII), KnotPeer.KEY).addText(PLACE, "x"));
            assertTrue(wrong.getMessage().contains("does not change home.test"), wrong.getMessage());
            var elsewhere = assertThrows(IOException.class, () -> update.addText("_acme-challenge.elsewhere.example", "x"));
            assertTrue(elsewhere.getMessage().contains("has no zone"), elsewhere.getMessage());
            bench.dns = Optional.of(new DnsPublisher() {
                @Override public void addText(String name, String text) throws IOException { update.addText(name, text); }

                @Override public void removeText(String name, String text) throws IOException { update.removeText(name, text); }
            });
            bench.names = List.of(Bench.HOST, "*.home.test");
            bench.start(Optional.of(new AcmeSettings(pebble.directory(), Optional.empty(), Optional.empty(), AcmeSettings.KeyKind.RSA, List.of(ProofKind.values()),
                Optional.of(pebble.trust()), Optional.empty(), Duration.ofMillis(100)))).look();
            var leaf = bench.shown(Bench.HOST);
            assertEquals(Set.of(Bench.HOST, "*.home.test"), new Certificate(List.of(leaf), null).names(), bench.certificates.shown().toString());
            assertEquals("RSA", leaf.getPublicKey().getAlgorithm());
            assertEquals(List.of(), lookup.ask(PLACE, DnsType.TXT).texts(), "nothing stays");
        }
    }
}
