package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.net.ClientTls;
import sigillo.net.TestCertificates.Authority;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
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
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/**
 * RFC 7672 with real parts: zones signed by ldnsutils and served by Unbound, a Postfix with TLS and one without. Each
 * domain is one case of what DNS may say. About 5 s.
 */
@Tag("gate")
class DaneRelayTest {
    @TempDir static Path folder;
    private static SignedDns dns;
    private static PostfixPeer encrypting, clear;
    private static Relay relay;
    private static final List<Event> STORY = new ArrayList<>();
    private static final List<TlsSession> SEEN = new ArrayList<>();

    @BeforeAll static void serve() throws Exception {
        assumeTrue(SignedDns.isInstalled() && Program.isInstalled("postfix"), "Unbound, ldnsutils or Postfix is not installed");
        var authority = Authority.make("Test Authority");
        var files = authority.issue(folder, "mx.ee.test", "mx.ta.test", "hop.test", "real.test");
        var leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(files.chain())));
        int port = Ports.free();
        encrypting = new PostfixPeer(folder, "127.0.0.1", port, "ee.test", Map.of("other.test", "error:no"), "smtpd_tls_security_level = may",
            "smtpd_tls_cert_file = " + files.chain(), "smtpd_tls_key_file = " + files.key(), "virtual_mailbox_domains = static:all",
            "virtual_mailbox_maps = static:paula");
        clear = new PostfixPeer(folder.resolve("clear"), "127.0.0.2", port, "clear.test", Map.of("other.test", "error:no"));
        var right = "3 1 1 " + hash(leaf.getPublicKey().getEncoded());
        var wrong = "3 1 1 " + "00".repeat(32);
        var anchor = "2 0 1 " + hash(authority.certificate().getEncoded());
        dns = new SignedDns(folder, signed("ee.test", port, right), signed("ta.test", port, anchor), signed("name.test", port, anchor),
            Zone.signed("hop.test", "hop.test. MX 10 mx.hop.test.", "mx.hop.test. A 127.0.0.1", "_" + port + "._tcp.mx.hop.test. TLSA " + anchor),
            Zone.signed("real.test", "real.test. MX 10 mx.real.test.", "mx.real.test. A 127.0.0.1",
                "_" + port + "._tcp.mx.real.test. TLSA " + anchor),
            Zone.signed("alike.test", "to.alike.test. CNAME real.test."),
            signed("wrong.test", port, wrong), signed("either.test", port, wrong, right),
            signed("bogus.test", port, right).forged("TLSA\t3 1 1 ", "TLSA\t3 0 1 "),
            signed("forged.test", port, right).forged("127.0.0.1", "127.0.0.2"),
            unsigned(signed("plain.test", port, wrong)), signed("missing.test", port), signed("unusable.test", port, wrong.replace("3 1 1", "1 1 1")),
            Zone.signed("bare.test", "bare.test. A 127.0.0.1", "_" + port + "._tcp.bare.test. TLSA " + wrong),
            Zone.signed("alias.test", "alias.test. MX 10 mx.alias.test.", "mx.alias.test. CNAME mx.ee.test."),
            Zone.signed("clear.test", "clear.test. MX 10 mx.clear.test.", "mx.clear.test. A 127.0.0.2", "_" + port + "._tcp.mx.clear.test. TLSA " + right),
            Zone.signed("two.test", "two.test. MX 10 mx.clear.two.test.", "two.test. MX 20 mx.two.test.", "mx.clear.two.test. A 127.0.0.2",
                "mx.two.test. A 127.0.0.1", "_" + port + "._tcp.mx.clear.two.test. TLSA " + right, "_" + port + "._tcp.mx.two.test. TLSA " + right));
        var resolver = new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress("127.0.0.1", dns.port())), Duration.ofSeconds(3),
            1_000, Dnssec.REQUIRED, Optional.of(dns.anchors())));
        var settings = new RelaySettings(Domain.of("home.example"), port, Map.of(), Optional.empty(), true, Optional.empty(), Set.of());
        relay = new Relay(settings, new Relay.Outside(resolver, ClientTls.verifying(), Policies.NONE, SEEN::add), STORY::add);
    }

    private static Zone signed(String name, int port, String... tlsa) {
        var records = Stream.concat(Stream.of(name + ". MX 10 mx." + name + ".", "mx." + name + ". A 127.0.0.1"),
            Stream.of(tlsa).map(one -> "_" + port + "._tcp.mx." + name + ". TLSA " + one));
        return Zone.signed(name, records.toArray(String[]::new));
    }

    private static Zone unsigned(Zone zone) { return new Zone(zone.name(), zone.records(), false, "", ""); }

    private static String hash(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    @AfterAll static void end() {
        if (relay != null) relay.close();
        if (encrypting != null) encrypting.close();
        if (clear != null) clear.close();
        if (dns != null) dns.close();
    }

    /** {@code outcome} and {@code story} are parts of what became of the mail and of what the operator reads of it. */
    private record Case(String domain, String outcome, String story, Envelope.Tls tls) {
        Case(String domain, String outcome, String story) { this(domain, outcome, story, Envelope.Tls.AS_USUAL); }
    }

    @TestFactory Stream<DynamicTest> whatDnsSays() {
        return Stream.of(
            new Case("ee.test", "delivered", "required by DANE (mx.ee.test: 3 1 1 "),
            new Case("ta.test", "delivered", "required by DANE (mx.ta.test: 2 0 1 "),
            new Case("hop.test", "delivered", "required by DANE (mx.hop.test: 2 0 1 "),
            new Case("to.alike.test", "delivered", "required by DANE (mx.real.test: 2 0 1 "),
            new Case("name.test", "451 4.7.5", "its certificate is for none of mx.name.test, name.test"),
            new Case("wrong.test", "451 4.7.5", "its certificate is not the one that its TLSA records name"),
            new Case("either.test", "delivered", "and its certificate is one of these"),
            new Case("bogus.test", "451 4.7.5", "not called: its TLSA records cannot be had: what DNS says"),
            new Case("forged.test", "451 4.4.3 what DNS says of mx.forged.test. is not validly signed (DNSSEC)", ""),
            new Case("plain.test", "delivered", "nothing requires TLS (the MX of plain.test is not signed, so no DANE"),
            new Case("missing.test", "delivered", "nothing requires TLS (mx.missing.test has no TLSA record"),
            new Case("unusable.test", "delivered", "required by the TLSA records of mx.unusable.test, none of which says whose"),
            new Case("bare.test", "451 4.7.5", "required by DANE (bare.test: 3 1 1 "),
            new Case("alias.test", "delivered", "required by DANE (mx.ee.test: 3 1 1 "),
            new Case("clear.test", "451 4.7.4", "offers no STARTTLS; TLS is required by DANE (mx.clear.test"),
            new Case("two.test", "delivered", "required by DANE (mx.two.test: "),
            // RFC 8689: Debian's Postfix promises nothing
            new Case("ee.test", "550 5.7.30 mx.ee.test[127.0.0.1] does not pass mail on over TLS only", "required by DANE (mx.ee.test: 3 1 1 ", Envelope.Tls.REQUIRED),
            new Case("wrong.test", "550 5.7.10", "its certificate is not the one", Envelope.Tls.REQUIRED),
            new Case("missing.test", "550 5.7.10", "TLS with a valid certificate is required by the sender (REQUIRETLS), and DNSSEC shows", Envelope.Tls.REQUIRED),
            new Case("plain.test", "550 5.7.10", "not called: the sender requires TLS", Envelope.Tls.REQUIRED),
            new Case("bogus.test", "451 4.7.5", "its TLSA records cannot be had", Envelope.Tls.REQUIRED),
            new Case("wrong.test", "delivered", "nothing requires TLS (the sender does without: TLS-Required: No)", Envelope.Tls.NOT_REQUIRED),
            new Case("clear.test", "delivered", "the sender does without", Envelope.Tls.NOT_REQUIRED))
            .map(one -> DynamicTest.dynamicTest(one.domain + " " + one.tls, () -> play(one)));
    }

    /** RFC 8460 section 4: what each connection to an exchanger came to; of those that go without, as asked, nothing. */
    @Test void sessionsAreCounted() {
        var seen = Stream.of("ee.test", "wrong.test", "bogus.test", "clear.test", "missing.test", "two.test").collect(Collectors.toMap(domain -> domain, domain -> {
            SEEN.clear();
            carry(domain, Envelope.Tls.NOT_REQUIRED);
            assertEquals(List.of(), SEEN);
            relay.close(); // no connection is left
            carry(domain, Envelope.Tls.AS_USUAL);
            assertTrue(SEEN.stream().allMatch(one -> one.domain().name().equals(domain)));
            return SEEN.stream().map(one -> one.policy().type() + " " + one.failure().map(f -> f.type().word()).orElse("fine")).toList();
        }));
        assertEquals(Map.of("ee.test", List.of("tlsa fine"), "wrong.test", List.of("tlsa validation-failure"), "bogus.test", List.of("tlsa dnssec-invalid"),
            "clear.test", List.of("tlsa starttls-not-supported"), "missing.test", List.of("no-policy-found fine"),
            "two.test", List.of("tlsa starttls-not-supported", "tlsa fine")), seen);
    }

    private static Outcome carry(String domain, Envelope.Tls tls) {
        var envelope = Envelope.of(ReversePath.of(Address.of("me@home.example")), List.of(Recipient.of(Address.of("paula@" + domain)))).tls(tls);
        return relay.carry(new Carrier.Job("entry", TraceId.fresh(), "destination", envelope, Octets.of("Subject: count\r\n\r\nHi\r\n".getBytes()))).getFirst();
    }

    private static void play(Case one) {
        STORY.clear();
        var envelope = Envelope.of(ReversePath.of(Address.of("me@home.example")), List.of(Recipient.of(Address.of("paula@" + one.domain)))).tls(one.tls);
        var subject = "Subject: to " + one.domain + " " + one.tls;
        var job = new Carrier.Job("entry", TraceId.fresh(), "destination", envelope, Octets.of((subject + "\r\n\r\nHi\r\n").getBytes()));
        var outcome = switch (relay.carry(job).getFirst()) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Unreachable(var reply, _) -> reply.toString();
            case Outcome.Bounced(var reply, _) -> reply.toString();
            case Outcome other -> other.toString();
        };
        assertTrue(outcome.startsWith(one.outcome), outcome);
        var story = String.join("\n", STORY.stream().map(Event::text).toList());
        assertTrue(story.contains(one.story), story);
        boolean hasCome = (encrypting.mbox("paula") + clear.mbox("paula")).contains(subject + "\n");
        assertEquals(false, hasCome && !outcome.equals("delivered"), "what was not to go has come");
    }
}
