package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.net.CertificateFiles;
import sigillo.net.ClientTls;
import sigillo.net.TestCertificates.Authority;
import sigillo.net.TestCertificates;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
import sigillo.peers.UnboundPeer;
import sigillo.policy.Known;
import sigillo.policy.StsPolicies;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.Resolver;
import sigillo.resolver.ResolverSettings;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/**
 * RFC 8461 as a sender: policies of an HTTPS server, DNS of a real Unbound, mail to a real Postfix. Each domain is one
 * case. About 10 s.
 */
@Tag("gate")
class StsRelayTest {
    @TempDir static Path folder;
    private static final Map<String, String> TXT = new ConcurrentHashMap<>();
    private static final Map<String, Served> SERVED = new ConcurrentHashMap<>();
    private static final AtomicInteger FETCHES = new AtomicInteger();
    private static final List<Event> STORY = new ArrayList<>();
    private static final List<TlsSession> SEEN = new ArrayList<>();
    private static PostfixPeer postfix;
    private static HttpsServer web;
    private static ClientTls trust;
    private static Instant now = Instant.now();
    private static final Store STORE = new MemoryStore();
    private static final CountDownLatch ASKED_SLOWLY = new CountDownLatch(1), LET_GO = new CountDownLatch(1);

    private record Served(int status, String type, String body) {}

    private static final List<String> DOMAINS = Stream.concat(Stream.of("enforce", "wild", "deep", "untrusted", "testing", "none", "gone", "badcert",
        "moved", "html", "long", "broken", "change", "kept", "unasked", "slow").map(name -> name + ".test"), Stream.of(neighbours())).toList();
    private static UnboundPeer unbound;

    /** What Unbound says: every name is here, but the policy host of {@code gone}. */
    private static List<String> records() {
        var all = new ArrayList<String>();
        for (var domain : DOMAINS) {
            var mx = (domain.equals("deep.test") ? "a.mx." : "mx.") + domain;
            all.addAll(List.of(domain + ". MX 10 " + mx + ".", mx + ". A 127.0.0.1"));
            if (!domain.equals("gone.test")) all.add("mta-sts." + domain + ". A 127.0.0.1");
        }
        TXT.forEach((name, text) -> all.add(name + ". TXT \"" + text + "\""));
        return all;
    }

    /** One that remembers nothing, since what DNS says changes from one mail to the next. */
    private static Resolver dns() {
        int port = Integer.parseInt(unbound.address().replaceFirst(".*:", ""));
        var servers = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new DnsResolver(new ResolverSettings(servers, Duration.ofSeconds(3), 100));
    }

    /** {@code text}: of the TXT record; empty for none. */
    private static void say(String domain, String text) {
        if (text.isEmpty()) TXT.remove("_mta-sts." + domain);
        else TXT.put("_mta-sts." + domain, text);
        unbound.become(records());
    }

    @BeforeAll static void serve() throws Exception {
        assumeTrue(Program.isInstalled("postfix") && Program.isInstalled("unbound"), "Postfix or Unbound is not installed");
        unbound = new UnboundPeer(folder, records());
        var authority = Authority.make("Test Authority");
        trust = ClientTls.verifying(TestCertificates.trusting(authority.certificate()));
        var files = authority.issue(folder, "mx.enforce.test", "mx.wild.test", "a.mx.deep.test", "mx.none.test", "mx.change.test", "mx.kept.test");
        postfix = new PostfixPeer(folder, "127.0.0.1", Ports.free(), "enforce.test", Map.of("other.test", "error:no"),
            "smtpd_tls_security_level = may", "smtpd_tls_cert_file = " + files.chain(), "smtpd_tls_key_file = " + files.key(),
            "virtual_mailbox_domains = static:all", "virtual_mailbox_maps = static:paula");
        var names = Stream.of("enforce", "wild", "deep", "untrusted", "testing", "none", "moved", "html", "long", "broken", "change", "kept", "redirect")
            .map(name -> "mta-sts." + name + ".test");
        var neighbours = Stream.concat(Stream.of(neighbours()), Stream.of("slow.test")).map(name -> "mta-sts." + name);
        web = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setHttpsConfigurator(new HttpsConfigurator(context(authority.issue(folder.resolve("."), Stream.concat(names, neighbours).toArray(String[]::new)))));
        web.createContext("/", StsRelayTest::answer);
        web.setExecutor(task -> Thread.ofVirtual().start(task));
        web.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        FETCHES.incrementAndGet();
        var host = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "");
        if (host.equals("mta-sts.slow.test")) held();
        boolean isPolicy = exchange.getRequestURI().getPath().equals("/.well-known/mta-sts.txt");
        var served = isPolicy ? SERVED.getOrDefault(host, new Served(404, "text/plain", "")) : new Served(200, "text/plain", policy("enforce", "no.test"));
        var body = served.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", served.type);
        exchange.getResponseHeaders().add("Location", "https://" + host + "/elsewhere");
        exchange.sendResponseHeaders(served.status, host.contains("wild") ? 0 : body.length == 0 ? -1 : body.length); // 0: chunked
        if (body.length > 0) exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void held() {
        ASKED_SLOWLY.countDown();
        try {
            LET_GO.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those whose names have the same remainders too: each domain waits for its own host only. */
    private static String[] neighbours() {
        return IntStream.range(0, 1_000).mapToObj(i -> "n" + i + ".test")
            .filter(name -> Math.floorMod(Domain.of(name).hashCode() - Domain.of("slow.test").hashCode(), 64) == 0).limit(2).toArray(String[]::new);
    }

    private static SSLContext context(CertificateFiles files) throws Exception {
        var chain = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(Files.readAllBytes(files.chain())));
        var der = Base64.getMimeDecoder().decode(Files.readString(files.key()).replaceAll("-----[^-]*-----", ""));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)), new char[0], chain.toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @AfterAll static void end() {
        if (postfix != null) postfix.close();
        if (unbound != null) unbound.close();
        if (web != null) web.stop(0);
    }

    private static String policy(String mode, String... mx) {
        var text = new StringBuilder("version: STSv1\r\nmode: " + mode + "\r\nmax_age: 604800\r\n");
        for (var one : mx) text.append("mx: ").append(one).append("\r\n");
        return text.toString();
    }

    private static void publish(String domain, String id, Served served) {
        SERVED.put("mta-sts." + domain, served);
        say(domain, "v=STSv1; id=" + id + ";");
    }

    private static void publish(String domain, String id, String policy) { publish(domain, id, new Served(200, "text/plain; charset=utf-8", policy)); }

    /** What became of a mail, and what its story says. One that goes in spite of all is {@code delivered}. */
    private static String send(String domain) { return send(domain, policies()); }

    /** As after a restart. */
    private static StsPolicies policies() {
        var dns = dns();
        var https = new HttpsClient(new HttpsSettings(web.getAddress().getPort(), true), dns, trust);
        return new StsPolicies(dns, https, STORE, Secret.take(new byte[Secret.OCTETS]), () -> now);
    }

    private static String send(String domain, StsPolicies policies) { return send(domain, policies, SEEN::add); }

    private static String send(String domain, StsPolicies policies, TlsSession.Watch watch) {
        STORY.clear();
        var settings = new RelaySettings(Domain.of("home.example"), postfix.port(), Map.of(), Optional.empty(), true, Optional.empty(), Set.of());
        try (var relay = new Relay(settings, new Relay.Outside(dns(), trust, policies, watch), STORY::add)) {
            var envelope = Envelope.of(ReversePath.of(Address.of("me@home.example")), List.of(Recipient.of(Address.of("paula@" + domain))));
            var outcome = relay.carry(new Carrier.Job("entry", TraceId.fresh(), "destination", envelope, Octets.of("Subject: hi\r\n\r\nHi\r\n".getBytes()))).getFirst();
            var word = outcome instanceof Outcome.Delivered ? "delivered" : outcome instanceof Outcome.Unreachable(var reply, _) ? reply.toString() : outcome.toString();
            return word + "\n" + String.join("\n", STORY.stream().map(Event::text).toList());
        }
    }

    private record Case(String domain, Served served, String outcome, String story) {
        Case(String domain, String policy, String outcome, String story) { this(domain, new Served(200, "text/plain", policy), outcome, story); }
    }

    @TestFactory Stream<DynamicTest> whatPoliciesSay() {
        return Stream.of(
            new Case("enforce.test", policy("enforce", "mx.enforce.test"), "delivered", "TLS is required by the MTA-STS policy of enforce.test; TLSv1.3"),
            new Case("wild.test", policy("enforce", "*.wild.test"), "delivered", "required by the MTA-STS policy of wild.test"),
            new Case("deep.test", policy("enforce", "*.deep.test"), "451 4.7.5", "not called: the MTA-STS policy of deep.test does not name this host"),
            new Case("untrusted.test", policy("enforce", "mx.untrusted.test"), "451 4.7.5", "fails at TLS: "),
            new Case("testing.test", policy("testing", "mx.testing.test"), "delivered", "is a test; it would fail: "),
            new Case("none.test", policy("none"), "delivered", "nothing requires TLS"),
            new Case("gone.test", policy("enforce", "mx.gone.test"), "delivered", "its MTA-STS policy cannot be had: mta-sts.gone.test has no address"),
            new Case("badcert.test", policy("enforce", "x.test"), "delivered", "its MTA-STS policy cannot be had: mta-sts.badcert.test: "),
            new Case("moved.test", new Served(301, "text/plain", ""), "delivered", "cannot be had: HTTP status 301"),
            new Case("html.test", new Served(200, "text/html", policy("enforce", "x.test")), "delivered", "cannot be had: it is not text/plain"),
            new Case("long.test", policy("enforce", "x.test") + "x".repeat(70_000), "delivered", "it is longer than 65536 octets"),
            new Case("broken.test", "version: STSv9", "delivered", "cannot be had: its version is not STSv1"))
            .map(one -> DynamicTest.dynamicTest(one.domain, () -> {
                publish(one.domain, "1", one.served);
                var seen = send(one.domain);
                assertTrue(seen.startsWith(one.outcome), seen);
                assertTrue(seen.contains(one.story), seen);
            }));
    }

    /** RFC 8460 section 4.3: what is told of TLS under a policy, and of a policy that cannot be had. */
    @Test void sessionsAreCounted() {
        publish("enforce.test", "1", policy("enforce", "mx.enforce.test"));
        publish("deep.test", "1", policy("enforce", "*.deep.test"));
        publish("untrusted.test", "1", policy("enforce", "mx.untrusted.test"));
        publish("testing.test", "1", policy("testing", "mx.testing.test"));
        publish("gone.test", "1", policy("enforce", "mx.gone.test"));
        publish("broken.test", "1", "version: STSv9");
        publish("badcert.test", "1", policy("enforce", "x.test"));
        var seen = Stream.of("enforce", "deep", "untrusted", "testing", "gone", "badcert", "broken", "unasked").map(name -> {
            SEEN.clear();
            send(name + ".test");
            return name + ": " + String.join(", ", SEEN.stream().map(one -> one.policy().type() + " " + one.policy().mx() + " "
                + one.failure().map(f -> f.type().word()).orElse("fine")).toList());
        }).toList();
        assertEquals(List.of("enforce: sts [mx.enforce.test] fine", "deep: sts [*.deep.test] validation-failure",
            "untrusted: sts [mx.untrusted.test] certificate-host-mismatch", "testing: sts [mx.testing.test] certificate-host-mismatch",
            "gone: sts [] sts-policy-fetch-error", "badcert: sts [] sts-webpki-invalid", "broken: sts [] sts-policy-invalid", "unasked: no-policy-found [] fine"), seen);
    }

    /** What carries a report is none of what is reported. */
    @Test void sessionsOfReportsAreNotCounted() {
        publish("enforce.test", "1", policy("enforce", "mx.enforce.test"));
        SEEN.clear();
        var seen = send("enforce.test", policies(), new TlsSession.Watch() {
            @Override public void saw(TlsSession session) { SEEN.add(session); }

            @Override public boolean isOf(Envelope envelope, Octets message) { return false; }
        });
        assertTrue(seen.startsWith("delivered"), seen);
        assertEquals(List.of(), SEEN);
    }

    /** Until DNS has another id the policy that is kept counts; then the new one. */
    @Test void anotherIdIsAnotherPolicy() {
        publish("change.test", "1", policy("enforce", "other.change.test"));
        assertTrue(send("change.test").startsWith("451 4.7.5"));
        SERVED.put("mta-sts.change.test", new Served(200, "text/plain", policy("enforce", "mx.change.test")));
        assertTrue(send("change.test").startsWith("451 4.7.5"), "the id is the same");
        say("change.test", "v=STSv1; id=2;");
        var seen = send("change.test");
        assertTrue(seen.startsWith("delivered") && seen.contains("required by the MTA-STS policy"), seen);
    }

    /** RFC 8461 section 3.3: whoever blocks DNS and HTTPS does not turn off what is kept, until it ends. */
    @Test void whatIsKeptOutlastsItsHost() {
        publish("kept.test", "1", policy("enforce", "other.kept.test"));
        assertTrue(send("kept.test").startsWith("451 4.7.5"));
        int before = FETCHES.get();
        SERVED.put("mta-sts.kept.test", new Served(500, "text/plain", ""));
        assertTrue(send("kept.test").startsWith("451 4.7.5"));
        assertEquals(before, FETCHES.get(), "a policy that is kept is not fetched again the same day");
        say("kept.test", "v=STSv1; id=2;");
        var policies = policies();
        assertTrue(send("kept.test", policies).startsWith("451 4.7.5"), "the new one cannot be had");
        assertTrue(send("kept.test", policies).startsWith("451 4.7.5"));
        assertEquals(before + 1, FETCHES.get(), "and is not asked for at each message");
        say("kept.test", "");
        assertTrue(send("kept.test").startsWith("451 4.7.5"), "nor does DNS take it back");
        var then = now;
        try {
            now = then.plus(Duration.ofDays(8));
            assertTrue(send("kept.test").startsWith("delivered"), "it has ended");
        } finally {
            now = then;
        }
    }

    @Test void refreshKeepsThemGood() {
        publish("enforce.test", "1", policy("enforce", "mx.enforce.test"));
        assertTrue(send("enforce.test").startsWith("delivered"));
        var then = now;
        try {
            now = then.plus(Duration.ofDays(5));
            policies().refresh();
            now = then.plus(Duration.ofDays(10));
            say("enforce.test", "");
            assertTrue(send("enforce.test").contains("required by the MTA-STS policy"));
        } finally {
            now = then;
        }
    }

    private static CompletableFuture<Known> beside(Supplier<Known> asking) {
        return CompletableFuture.supplyAsync(asking, task -> Thread.ofVirtual().start(task));
    }

    /** A host that does not answer holds up mail to its own domain, and to no other. */
    @Test void aSlowHostHoldsUpNoOther() throws Exception {
        publish("slow.test", "1", policy("enforce", "mx.slow.test"));
        var policies = policies();
        var slow = beside(() -> policies.of(Domain.of("slow.test")));
        var alike = beside(() -> policies.of(Domain.of("slow.test")));
        assertTrue(ASKED_SLOWLY.await(10, TimeUnit.SECONDS));
        int before = FETCHES.get();
        for (var neighbour : neighbours()) {
            publish(neighbour, "1", policy("enforce", "mx." + neighbour));
            assertTrue(beside(() -> policies.of(Domain.of(neighbour))).get(10, TimeUnit.SECONDS) instanceof Known.Policy);
        }
        LET_GO.countDown();
        assertTrue(slow.get(10, TimeUnit.SECONDS) instanceof Known.Policy);
        assertTrue(alike.get(10, TimeUnit.SECONDS) instanceof Known.Policy);
        assertEquals(before + neighbours().length, FETCHES.get(), "it is asked once for all who wait");
    }

    /** Without the tests' own setting a stranger's DNS leads us to no machine of this network. */
    @Test void noPrivateAddressIsCalled() {
        int before = FETCHES.get();
        var https = new HttpsClient(new HttpsSettings(web.getAddress().getPort(), false), dns(), trust);
        var fetched = https.get("mta-sts.enforce.test", "/.well-known/mta-sts.txt", 1_000, Duration.ofSeconds(5));
        assertTrue(fetched instanceof HttpsClient.Fetched.Failed(var why, _) && why.contains("no address that may be called"), fetched.toString());
        assertFalse(FETCHES.get() > before);
    }
}
