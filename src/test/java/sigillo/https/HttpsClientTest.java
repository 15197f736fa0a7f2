package sigillo.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sigillo.dns.DnsFailure;
import sigillo.https.HttpsClient.Fetched;
import sigillo.net.ClientTls;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** Which addresses are called, for how long, and by which names. */
class HttpsClientTest {
    private static List<InetAddress> ips(String... texts) { return Stream.of(texts).map(InetAddress::ofLiteral).toList(); }

    /** Everything has these addresses. */
    private static Resolver dns(List<InetAddress> addresses) {
        return new Resolver() {
            @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

            @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(addresses, false); }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
    }

    private static HttpsClient client(int port, String... addresses) {
        return new HttpsClient(new HttpsSettings(port, true), dns(ips(addresses)), ClientTls.verifying());
    }

    @Test void familiesTakeTurns() {
        assertEquals(ips("2001:db8::1", "192.0.2.1", "2001:db8::2", "2001:db8::3"),
            HttpsClient.byTurns(ips("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4", "192.0.2.1")));
        assertEquals(ips("192.0.2.1", "192.0.2.2"), HttpsClient.byTurns(ips("192.0.2.1", "192.0.2.2")));
        assertEquals(ips("2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2"),
            HttpsClient.byTurns(ips("2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2", "192.0.2.3")));
        assertEquals(List.of(), HttpsClient.byTurns(List.of()));
    }

    /** Those that take the call and say nothing leave as much time to each of the others, and the last has all that is left. */
    @Test void aSilentAddressLeavesTimeForTheNext() {
        long begun = Long.MAX_VALUE - 100; // it may pass the largest
        assertEquals(begun + 200, HttpsClient.share(begun, begun + 600, 3));
        assertEquals(begun + 400, HttpsClient.share(begun + 200, begun + 600, 2), "the first was silent");
        assertEquals(begun + 600, HttpsClient.share(begun + 400, begun + 600, 1));
        assertEquals(begun + 325, HttpsClient.share(begun + 50, begun + 600, 2), "the first has failed soon");
    }

    /** One that hangs up is not the last that is called. */
    @Test void afterOneThatFailsTheNextIsCalled() throws Exception {
        try (var first = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.2"));
             var next = new ServerSocket(first.getLocalPort(), 5, InetAddress.ofLiteral("127.0.0.3"))) {
            var both = CompletableFuture.supplyAsync(() -> isCalled(first) && isCalled(next));
            var got = client(first.getLocalPort(), "127.0.0.2", "127.0.0.3").get("mta-sts.a.example", "/", 100, Duration.ofSeconds(20));
            assertInstanceOf(Fetched.Failed.class, got);
            assertTrue(both.get(20, TimeUnit.SECONDS));
        }
    }

    /** DNS that never answers takes no more time than there is. */
    @Test void slowDnsIsWithinTheTimeToo() throws Exception {
        var never = new CountDownLatch(1);
        var slow = new Resolver() {
            @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

            @Override public Answer<InetAddress> addresses(String host) {
                try {
                    never.await();
                } catch (InterruptedException stopped) {
                    return new Answer.Temporary<>(DnsFailure.OURS, "stopped");
                }
                return new Answer.NoData<>();
            }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
        var client = new HttpsClient(new HttpsSettings(443, true), slow, ClientTls.verifying());
        var got = CompletableFuture.supplyAsync(() -> client.get("a.example", "/", 100, Duration.ofMillis(200))).get(10, TimeUnit.SECONDS);
        assertTrue(got instanceof Fetched.Failed(var why, _) && why.contains("in the time that there was"), got.toString());
    }

    /** A name that is no host name is called like another. */
    @Test void aNameWithAnUnderscoreIsCalled() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            var called = CompletableFuture.supplyAsync(() -> isCalled(server));
            var got = client(server.getLocalPort(), "127.0.0.1").get("mta-sts.my_corp.example", "/", 100, Duration.ofSeconds(5));
            assertInstanceOf(Fetched.Failed.class, got);
            assertTrue(called.get(5, TimeUnit.SECONDS), "and it says hello");
        }
    }

    /** Whether a TLS handshake begins; it is hung up then. */
    private static boolean isCalled(ServerSocket server) {
        try {
            server.setSoTimeout(20_000);
            try (var call = server.accept()) {
                return call.getInputStream().read() == 22;
            }
        } catch (java.io.IOException never) {
            return false;
        }
    }
}
