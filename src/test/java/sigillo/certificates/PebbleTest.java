package sigillo.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.TestCertificates;
import sigillo.peers.PebblePeer;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SwitchedPort;

/** Certificates of a Pebble, whose certificates hold six days. RFC 8555, RFC 8737, RFC 9773. */
@Tag("gate")
class PebbleTest {
    private static final Duration LIFE = Duration.ofDays(6);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir static Path shared;
    private static PebblePeer pebble;
    private static LyingAuthority lying;
    /** Pebble looks for proofs at one port each; behind them is the bench of the test. */
    private static SwitchedPort http;
    private static SwitchedPort tls;

    @TempDir Path folder;
    private Bench bench;

    @BeforeAll static void begin() throws Exception {
        assumeTrue(PebblePeer.isInstalled(), "pebble is not installed");
        http = new SwitchedPort();
        tls = new SwitchedPort();
        pebble = new PebblePeer(shared, http.port(), tls.port(), Optional.empty(), LIFE);
        lying = new LyingAuthority(pebble, TestCertificates.write(shared, "localhost"));
    }

    @AfterAll static void end() throws Exception {
        if (pebble == null) return;
        lying.close();
        pebble.close();
        http.close();
        tls.close();
    }

    @BeforeEach void open() throws Exception {
        bench = new Bench(folder);
        http.leadsTo(bench.http.address().getPort());
        tls.leadsTo(bench.secure.address().getPort());
        lying.lies = _ -> Optional.empty();
        lying.asked.clear();
        lying.bodies.clear();
    }

    @AfterEach void close() {
        if (bench != null) bench.close();
    }

    private static Optional<AcmeSettings> of(URI directory, ProofKind... proofs) {
        var all = proofs.length == 0 ? List.of(ProofKind.HTTP_01) : List.of(proofs);
        var trust = pebble.trust() + TestFiles.read(shared.resolve("localhost.crt"));
        return Optional.of(new AcmeSettings(directory, Optional.of("postmaster@home.test"), Optional.empty(), AcmeSettings.KeyKind.EC, all, Optional.of(trust),
            Optional.empty(), Duration.ZERO));
    }

    private static Optional<AcmeSettings> ofPebble(ProofKind... proofs) { return of(pebble.directory(), proofs); }

    private void isServed(String... names) throws IOException {
        var leaf = bench.shown(Bench.HOST);
        assertTrue(leaf.getIssuerX500Principal().getName().contains("Pebble"), leaf.getIssuerX500Principal() + "\n" + bench.certificates.shown());
        assertEquals(Set.of(names), new sigillo.net.Certificate(List.of(leaf), null).names());
    }

    @Test void provesByHttpAndServesAtOnceWhileConnectionsStay() throws Exception {
        bench.listeners = () -> List.of(bench.secureListening());
        var before = bench.shown(Bench.HOST);
        try (var client = bench.client()) {
            bench.start(ofPebble()).look();
            isServed(Bench.HOST);
            assertNotEquals(before, bench.shown(Bench.HOST));
            assertEquals("still here", Bench.echoed(client, "still here"));
        }
        assertEquals(java.util.Map.of(), bench.alarms);
        var shown = bench.certificates.shown();
        assertTrue(shown.nextTry().orElseThrow().isAfter(Instant.now().plus(LIFE.dividedBy(2))), shown.toString());
        var first = bench.shown(Bench.HOST);
        bench.ahead = LIFE.dividedBy(3).multipliedBy(2).plusHours(1); // a third is left
        bench.start(ofPebble()).look();
        assertNotEquals(first, bench.shown(Bench.HOST));
        assertEquals(first.getPublicKey(), bench.shown(Bench.HOST).getPublicKey(), "TLSA records stay true");
    }

    @Test void provesByTlsBehindTheDoorThatServes() throws Exception {
        bench.start(ofPebble(ProofKind.TLS_ALPN_01)).look();
        isServed(Bench.HOST);
    }

    @Test void provesByDns() throws Exception {
        bench.dns = Optional.of(new DnsPublisher() {
            @Override public void addText(String name, String text) { pebble.text(name, text); }

            @Override public void removeText(String name, String text) { pebble.noText(name); }
        });
        bench.names = List.of(Bench.HOST, "*.home.test");
        bench.start(ofPebble(ProofKind.DNS_01)).look();
        isServed(Bench.HOST, "*.home.test");
    }

    /** Case B22 (a), (b): one way is closed, and the next is taken by itself, also the next time. */
    @Test void whatOneWayDoesNotProveTheNextDoes() throws Exception {
        bench.isHttpAnswered = false;
        bench.start(of(lying.directory(), ProofKind.HTTP_01, ProofKind.TLS_ALPN_01)).look();
        isServed(Bench.HOST);
        assertEquals(java.util.Map.of(), bench.certificates.shown().missing());
        long orders = lying.count("POST /order-plz");
        bench.ahead = LIFE.dividedBy(3).multipliedBy(2).plusHours(1);
        bench.certificates.look();
        assertEquals(orders + 1, lying.count("POST /order-plz"), "the way that led there is tried first");
    }

    /** Case B22 (d). */
    @Test void aNameThatFailsKeepsNoOtherFromItsCertificate() throws Exception {
        bench.names = List.of(Bench.HOST, "there.home.test", "lost.home.test", "blocked.test");
        pebble.at("lost.home.test", "127.0.0.9");
        bench.start(ofPebble()).look();
        isServed(Bench.HOST, "there.home.test");
        var missing = bench.certificates.shown().missing();
        assertEquals(Set.of("lost.home.test", "blocked.test"), missing.keySet());
        assertTrue(missing.get("lost.home.test").contains("http-01"), missing.toString());
        assertTrue(bench.alarms.get("certificate names").contains("lost.home.test"), bench.alarms.toString());
        var first = bench.shown(Bench.HOST);
        bench.certificates.look();
        assertEquals(first, bench.shown(Bench.HOST), "it is not tried each minute");
        pebble.atDefault("lost.home.test");
        bench.names = List.of(Bench.HOST, "there.home.test", "lost.home.test");
        bench.ahead = Duration.ofHours(13);
        bench.certificates.look();
        isServed(Bench.HOST, "there.home.test", "lost.home.test");
        assertFalse(bench.alarms.containsKey("certificate names"), bench.alarms.toString());
    }

    /** Case B22 (e); the authority is not asked again before, whatever becomes of the server. */
    @Test void waitsAsLongAsTheAuthoritySays() throws Exception {
        lying.lies = line -> line.startsWith("POST /order-plz") ? Optional.of(LyingAuthority.refusal(429, "rateLimited", "too many", "Retry-After: 7200")) : Optional.empty();
        bench.start(of(lying.directory())).look();
        assertEquals(1, lying.count("POST /order-plz"));
        assertTrue(bench.alarms.get("certificate").contains("too many"), bench.alarms.toString());
        int asked = lying.asked.size();
        bench.ahead = Duration.ofMinutes(110);
        bench.certificates.look();
        bench.start(of(lying.directory())).look();
        assertEquals(asked, lying.asked.size(), "nothing at all is asked before");
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> bench.certificates.renew(false)).getMessage().contains("not before"));
        lying.lies = _ -> Optional.empty();
        bench.ahead = Duration.ofMinutes(125);
        bench.certificates.look();
        isServed(Bench.HOST);
        assertFalse(bench.alarms.containsKey("certificate"), bench.alarms.toString());
    }

    @Test void whatWasUnderWayAtAStopIsContinued() throws Exception {
        lying.lies = line -> {
            if (!line.startsWith("POST /finalize-order")) return Optional.empty();
            Program.pause(3_000); // long enough to be stopped in
            return Optional.of(LyingAuthority.refusal(503, "serverInternal", "stopping"));
        };
        var certificates = bench.start(of(lying.directory()));
        var looking = Thread.ofVirtual().start(() -> {
            try {
                certificates.look();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        Program.waitUntil("it is under way", SOON, () -> lying.count("POST /finalize-order") == 1);
        looking.interrupt();
        looking.join();
        assertEquals(0, new CertificateRows(bench.store, bench.key, sigillo.sealing.Randomness.secure()).attempts().failures(), "a stop is no failure");
        lying.lies = _ -> Optional.empty();
        bench.start(of(lying.directory())).look();
        isServed(Bench.HOST);
        assertEquals(1, lying.count("POST /order-plz"), lying.asked.toString());
    }

    @Test void anAuthorityThatIsDownChangesNothing() throws Exception {
        bench.start(ofPebble()).look();
        var first = bench.shown(Bench.HOST);
        var down = URI.create("https://localhost:" + Ports.free() + "/dir");
        bench.ahead = Duration.ofDays(1);
        bench.start(of(down)).look();
        assertEquals(first, bench.shown(Bench.HOST));
        var failed = bench.certificates.shown().failed().orElseThrow();
        assertTrue(failed.contains("cannot be reached"), failed);
        bench.start(ofPebble()).look();
        assertEquals(first, bench.shown(Bench.HOST), "nothing was due");
    }

    /** RFC 9773: Pebble of Debian 12 says nothing of it, so who stands in front of it does. */
    @Test void renewsWhenTheAuthorityAdvisesItAndSaysWhatItReplaces() throws Exception {
        var start = Instant.now().plus(Duration.ofHours(20));
        var window = "{\"suggestedWindow\": {\"start\": \"" + start + "\", \"end\": \"" + start.plusSeconds(3600) + "\"}}";
        lying.lies = line -> line.startsWith("GET /dir") ? Optional.of(LyingAuthority.answer(200, "application/json", lying.directory("renewal")))
            : line.startsWith("GET /renewal/") ? Optional.of(LyingAuthority.answer(200, "application/json", window, "Retry-After: 21600")) : Optional.empty();
        bench.start(of(lying.directory())).look();
        var first = bench.shown(Bench.HOST);
        bench.certificates.look();
        var due = bench.certificates.shown().nextTry().orElseThrow();
        assertTrue(!due.isBefore(start.minusSeconds(1)) && !due.isAfter(start.plusSeconds(3601)), due + " is not after " + start);
        bench.certificates.look();
        assertEquals(1, lying.count("GET /renewal/"), "no more often than it says");
        bench.ahead = Duration.ofHours(22);
        lying.bodies.clear();
        bench.certificates.look();
        assertNotEquals(first, bench.shown(Bench.HOST));
        assertTrue(lying.bodies.stream().map(LyingAuthority::payload).anyMatch(payload -> payload.contains("\"replaces\"")), lying.asked.toString());
    }

    @Test void saysThatTheClockIsWrong() throws Exception {
        bench.ahead = Duration.ofDays(-40);
        var before = bench.shown(Bench.HOST);
        bench.start(ofPebble()).look();
        assertEquals(before, bench.shown(Bench.HOST), "what is not valid yet is not served");
        assertTrue(bench.alarms.get("clock").contains("set the clock"), bench.alarms.toString());
        assertNull(bench.alarms.get("certificate"), "that is no trouble of the certificate");
        bench.ahead = Duration.ZERO;
        bench.certificates.look();
        isServed(Bench.HOST);
        assertNull(bench.alarms.get("clock"), "it is over when the clock is right");
        bench.ahead = Duration.ofDays(4_000);
        bench.certificates.look();
        assertTrue(bench.alarms.get("clock").contains("set the clock"), "and so when it is years ahead: " + bench.alarms);
    }

    /** Bounds for an authority that lies: an answer without end, an address that is none, another one's certificate. */
    @Test void believesNoAuthorityBeyondItsBounds() throws Exception {
        lying.lies = _ -> Optional.of(LyingAuthority.answer(200, "application/json", "{\"newNonce\": \"" + "x".repeat(2 << 20) + "\"}"));
        bench.start(of(lying.directory())).look();
        var tooLong = bench.certificates.shown().failed().orElseThrow();
        assertTrue(tooLong.contains("too long"), tooLong);
        lying.lies = line -> line.startsWith("GET /dir") ? Optional.of(LyingAuthority.answer(200, "application/json",
            lying.directory("renewal").replace("https://localhost", "http://localhost"))) : Optional.empty();
        bench.ahead = Duration.ofDays(1);
        bench.certificates.look();
        var inClear = bench.certificates.shown().failed().orElseThrow();
        assertTrue(inClear.contains("not HTTPS"), inClear);
    }
}
