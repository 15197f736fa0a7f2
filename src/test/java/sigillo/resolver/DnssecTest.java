package sigillo.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sigillo.base.Alarms;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.peers.SignedDns;
import sigillo.peers.SignedDns.Zone;
import sigillo.peers.UnboundPeer;

/** Signatures of DNS, from zones that ldnsutils signed and Unbound serves. About 2 s. */
@Tag("gate")
class DnssecTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    @TempDir static Path folder;
    private static SignedDns dns;

    @BeforeAll static void serve() {
        assumeTrue(SignedDns.isInstalled(), "Unbound or ldnsutils is not installed");
        dns = new SignedDns(folder,
            Zone.signed("good.test", "good.test. MX 10 mx.good.test.", "mx.good.test. A 127.0.0.1", "alias.good.test. CNAME mx.good.test.",
                "away.good.test. CNAME mx.plain.test.",
                "sub.good.test. DNAME good.test.", "_25._tcp.mx.good.test. TLSA 3 1 1 " + HASH,
                "good.test. TXT \"one \" \"two\""),
            Zone.unsigned("plain.test", "plain.test. MX 10 mx.plain.test.", "mx.plain.test. A 127.0.0.2"),
            Zone.signed("bad.test", "bad.test. MX 10 mx.bad.test.", "mx.bad.test. A 127.0.0.3").forged("127.0.0.3", "127.0.0.4"),
            Zone.signed("heavy.test", Stream.concat(Stream.of("heavy.test. TXT heavy"), IntStream.range(0, 20)
                .mapToObj(DnssecTest::longKey)).toArray(String[]::new)),
            Zone.signed("full.test", Stream.concat(Stream.of("full.test. TXT full"), IntStream.range(0, 8)
                .mapToObj(DnssecTest::longKey)).toArray(String[]::new)));
    }

    /** As long as one of RSA-4096. */
    private static String longKey(int i) {
        var octets = new byte[516];
        new Random(i).nextBytes(octets);
        System.arraycopy(new byte[] {3, 1, 0, 1}, 0, octets, 0, 4); // RFC 3110 section 2
        return "@ DNSKEY 256 3 8 " + Base64.getEncoder().encodeToString(octets);
    }

    @AfterAll static void end() { if (dns != null) dns.close(); }

    private static DnsResolver resolver(Dnssec dnssec, int port, Optional<String> anchors) {
        return new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
            Duration.ofSeconds(3), 1_000, dnssec, anchors));
    }

    private static String seen(Answer<?> answer) {
        return switch (answer) {
            case Answer.Found<?>(_, boolean secure) -> secure ? "secure" : "insecure";
            case Answer.NoData<?> _ -> "no data";
            case Answer.NoSuchDomain<?> _ -> "no such domain";
            case Answer.Temporary<?>(var failure, var why) -> failure == DnsFailure.BOGUS && why.contains("DNSSEC") ? "bogus" : why;
        };
    }

    @Test void secureInsecureAndForged() {
        var resolver = resolver(Dnssec.REQUIRED, dns.port(), Optional.of(dns.anchors()));
        assertEquals("secure", seen(resolver.mx("good.test")));
        assertEquals("secure", seen(resolver.addresses("mx.good.test")));
        assertEquals("secure", seen(resolver.addresses("mx.good.test")), "out of the cache");
        assertEquals("secure", seen(resolver.tlsa("_25._tcp.mx.good.test")));
        assertEquals("no such domain", seen(resolver.tlsa("_26._tcp.mx.good.test")));
        assertEquals("no data", seen(resolver.mx("mx.good.test")));
        assertEquals("insecure", seen(resolver.mx("plain.test")));
        assertEquals("insecure", seen(resolver.addresses("mx.plain.test")));
        assertEquals("no such domain", seen(resolver.tlsa("_25._tcp.mx.plain.test")));
        assertEquals("secure", seen(resolver.mx("bad.test")));
        assertEquals("bogus", seen(resolver.addresses("mx.bad.test")));
        assertEquals("no such domain", seen(resolver.mx("nowhere.test")));
    }

    /** An answer is as secure as the least secure step to it. */
    @Test void aliases() {
        var resolver = resolver(Dnssec.REQUIRED, dns.port(), Optional.of(dns.anchors()));
        assertEquals("secure", seen(resolver.addresses("alias.good.test")));
        assertEquals("mx.good.test", resolver.canonical("alias.good.test"));
        assertEquals("mx.good.test", resolver.canonical("mx.good.test"));
        assertEquals("insecure", seen(resolver.addresses("away.good.test")));
        assertEquals("no data", seen(resolver.txt("away.good.test")));
        assertEquals("secure", seen(resolver.addresses("mx.sub.good.test")));
        assertEquals("mx.good.test", resolver.canonical("mx.sub.good.test"));
        assertEquals(new Answer.Found<>(List.of("one two"), true), resolver.txt("good.test"));
    }

    @Test void anotherRootTrustsNothingOfIt() {
        assertEquals("bogus", seen(resolver(Dnssec.REQUIRED, dns.port(), Optional.empty()).mx("good.test")));
    }

    @Test void whatIsFoundOut() {
        var here = resolver(Dnssec.AUTO, dns.port(), Optional.of(dns.anchors()));
        assertEquals("secure", seen(here.mx("good.test")));
        assertTrue(here.isValidating());
        assertEquals("bogus", seen(here.addresses("mx.bad.test")));
        var off = resolver(Dnssec.OFF, dns.port(), Optional.empty());
        assertEquals("insecure", seen(off.mx("good.test")));
        assertEquals("insecure", seen(off.addresses("mx.bad.test")));
    }

    /** Unbound does not validate here, so it never says AD: whoever trusts it finds nothing secure. */
    @Test void theWordOfAServerThatDoesNotSayIt() {
        var trusting = resolver(Dnssec.TRUSTED, dns.port(), Optional.empty());
        assertEquals("insecure", seen(trusting.mx("plain.test")));
    }

    /** Who passes the signature of what is there on, and not the proof of what is not, would make every unsigned domain look forged. */
    @Test void behindAServerThatStripsProofs() throws IOException {
        try (var between = new DnsBetween(dns.port())) {
            between.leavesOut = DnsBetween::isProof;
            var resolver = resolver(Dnssec.AUTO, between.port(), Optional.of(dns.anchors()));
            assertEquals("insecure", seen(resolver.mx("plain.test")));
            assertFalse(resolver.isValidating());
        }
    }

    /** Silence says nothing of signatures, so it is tried again after seconds; a no is believed for ten minutes. */
    @Test void theTrialIsRepeated() throws IOException {
        var clock = new AtomicLong();
        try (var between = new DnsBetween(dns.port())) {
            between.silent = true;
            var resolver = new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), between.port())),
                Duration.ofMillis(300), 1_000, Dnssec.AUTO, Optional.of(dns.anchors())), new Heard(), clock::get);
            assertFalse(resolver.isValidating());
            between.silent = false;
            between.leavesOut = DnsBetween::isProof;
            clock.addAndGet(Duration.ofSeconds(4).toNanos());
            assertFalse(resolver.isValidating(), "not yet");
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            assertFalse(resolver.isValidating(), "it is tried and strips them");
            between.leavesOut = _ -> false;
            clock.addAndGet(Duration.ofMinutes(9).toNanos());
            assertFalse(resolver.isValidating(), "a no is believed");
            clock.addAndGet(Duration.ofMinutes(1).toNanos());
            assertTrue(resolver.isValidating());
        }
        try (var between = new DnsBetween(dns.port())) {
            between.silent = true;
            var resolver = new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), between.port())),
                Duration.ofMillis(300), 1_000, Dnssec.AUTO, Optional.of(dns.anchors())), new Heard(), clock::get);
            assertFalse(resolver.isValidating());
            between.silent = false;
            clock.addAndGet(Duration.ofSeconds(5).toNanos());
            assertTrue(resolver.isValidating(), "who was silent is tried again soon");
        }
    }

    /** A wrong clock, or keys of another root: nothing that is asked is validly signed, and the operator is told once. */
    @Test void whatIsWrongEverywhereIsTold() {
        var alarms = new Heard();
        var resolver = new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port())),
            Duration.ofSeconds(3), 1_000, Dnssec.REQUIRED, Optional.empty()), alarms);
        for (int i = 0; i < 9; i++) assertEquals("bogus", seen(resolver.mx("d" + i + ".test")));
        assertEquals("bogus", seen(resolver.mx("a.d0.test")), "the same domain");
        assertEquals(List.of(), alarms.heard);
        for (int i = 9; i < 14; i++) resolver.mx("d" + i + ".test");
        assertEquals(List.of("raised dnssec"), alarms.heard);
        var trouble = resolver.trouble().orElseThrow();
        assertTrue(trouble.contains("is not validly signed (DNSSEC)"), trouble);
    }

    /** Who sends mail decides what is asked about it: one message may name as many domains as it takes. */
    @Test void whatStrangersAskAboutIsTheirs() {
        var alarms = new Heard();
        var resolver = new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port())),
            Duration.ofSeconds(3), 1_000, Dnssec.REQUIRED, Optional.empty()), alarms);
        var strangers = new DnsLookup(resolver);
        var message = strangers.ofMessage(InetAddress.getLoopbackAddress());
        for (int i = 0; i < 2 * ResolverLimits.BOGUS_ALARM; i++) {
            for (var lookup : List.of(strangers, message)) {
                assertEquals(DnsFailure.BOGUS, ((DnsAnswer.Failed) lookup.ask("s" + i + ".test", DnsType.TXT)).failure());
            }
        }
        assertEquals(List.of(), alarms.heard);
        for (int i = 0; i < ResolverLimits.BOGUS_ALARM; i++) strangers.fresh().ask("s" + i + ".test", DnsType.TXT);
        assertEquals(List.of("raised dnssec"), alarms.heard);
    }

    /** A name may lie below a hundred signed zones, and a message may name many such: each key is fetched and verified. */
    @Test void aMessageLooksAtSomeKeysAndNoMore() {
        var resolver = resolver(Dnssec.REQUIRED, dns.port(), Optional.of(dns.anchors()));
        var share = resolver.shareOf(InetAddress.getLoopbackAddress());
        for (int i = 0; i < ResolverLimits.KEYS_OF_A_MESSAGE - 1; i++) assertTrue(share.mayAskForKeys());
        assertInstanceOf(Answer.Temporary.class, resolver.askForStrangers("good.test", Type.TXT, share));
        assertEquals("secure", seen(resolver.txt("good.test")), "what we ask for ourselves");
        var other = resolver.shareOf(InetAddress.getLoopbackAddress());
        assertEquals("secure", seen(resolver.askForStrangers("mx.good.test", Type.A, other)), "another message");
    }

    /** A zone whose keys would fill the memory, were they kept for as many zones as there may be. */
    @Test void keysOfAnyLengthAreNotKept() {
        var resolver = resolver(Dnssec.REQUIRED, dns.port(), Optional.of(dns.anchors()));
        assertEquals("secure", seen(resolver.txt("full.test")), "8 of RSA-4096");
        assertInstanceOf(Answer.Temporary.class, resolver.txt("heavy.test"), "20 of RSA-4096");
    }

    @Test void someThatAreWronglySignedAreTheirOwnFault() {
        var alarms = new Heard();
        var watch = new BogusWatch(alarms);
        for (int i = 0; i < 100; i++) watch.see(Name.fromConstantString("d" + i + ".test."), i % 3 == 0);
        assertEquals(List.of(), alarms.heard);
        for (int i = 0; i < 20; i++) watch.see(Name.fromConstantString("e" + i + ".test."), true);
        for (int i = 0; i < 20; i++) watch.see(Name.fromConstantString("mx.e" + i + ".test."), false);
        assertEquals(List.of("raised dnssec", "cleared dnssec"), alarms.heard);
    }

    private static final class Heard implements Alarms {
        final List<String> heard = new ArrayList<>();

        @Override public void raise(String key, String sentence) { heard.add("raised " + key); }

        @Override public void clear(String key) { heard.add("cleared " + key); }
    }

    /** Where one server has passed signatures on, another that does not is not asked for what failed there. */
    @Test void anotherServerDoesNotTurnThemOff() throws IOException {
        try (var plain = new PlayedDns(List.of(". 3600 SOA ns.test. nobody.test. 1 2 3 4 5", "mx.bad.test 60 A 127.0.0.5"))) {
            var servers = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port()), plain.address());
            var resolver = new DnsResolver(new ResolverSettings(servers, Duration.ofSeconds(3), 1_000, Dnssec.AUTO, Optional.of(dns.anchors())));
            assertEquals("bogus", seen(resolver.addresses("mx.bad.test")));
            assertTrue(resolver.isValidating());
        }
    }

    /** A server without signatures: what would be asked for them is let off, until it has them. */
    @Test void behindAServerThatStripsThem() {
        try (var unbound = new UnboundPeer(folder.resolve("plain"), List.of("two.test. MX 10 mx.two.test."))) {
            int port = Integer.parseInt(unbound.address().split(":")[1]);
            var resolver = resolver(Dnssec.AUTO, port, Optional.empty());
            assertEquals("insecure", seen(resolver.mx("two.test")));
            assertFalse(resolver.isValidating());
            assertEquals("bogus", seen(resolver(Dnssec.REQUIRED, port, Optional.empty()).mx("two.test")));
        }
    }
}
