package sigillo.pushing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.UndeleteSettings;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.keyring.TestSeal;
import sigillo.reporting.TlsServer;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.memory.MemoryStore;
import sigillo.webpush.PushKeys;

/** Push services are real HTTPS servers on loopback: what they get, and what becomes of what they answer. */
@Timeout(60)
class PusherTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final String HOST = "push.example";
    private static final Resolver LOOPBACK = new Resolver() {
        @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

        @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(List.of(InetAddress.getLoopbackAddress()), false); }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    };

    @TempDir private Path folder;
    private final MemoryStore store = new MemoryStore();
    private final InstantSource clock = InstantSource.system();
    private final Accounts accounts = new Accounts(store, TestSeal.unattended(TestSeal.over(store, clock, new TestSeal.Heard()), TestSeal.LEVEL),
        Bytes.wrap(new byte[32]), clock, UndeleteSettings.NONE, _ -> OptionalLong.empty());
    private final LinkedBlockingQueue<Pushed> pushed = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(201);
    private final AtomicInteger changes = new AtomicInteger(1);
    private final AtomicBoolean stands = new AtomicBoolean(true);
    private final Subscriptions rows = new Subscriptions(store, Secret.take(new byte[32]), Randomness.secure());
    private TlsServer service;
    private Pusher pusher;

    private record Pushed(String path, Map<String, List<String>> headers, byte[] body) {
        String text() { return new String(body, StandardCharsets.UTF_8); }

        String header(String name) { return headers.getOrDefault(name, List.of("")).getFirst(); }
    }

    /** Each change is told once. */
    private final Watches watches = new Watches() {
        @Override public Watch of(AccountId account, Optional<Set<String>> types, boolean fromNow) {
            var told = new AtomicInteger(fromNow ? changes.get() : 0);
            var looked = new AtomicInteger();
            return new Watch() {
                @Override public Optional<byte[]> look() {
                    looked.set(changes.get());
                    return told.get() == looked.get() ? Optional.empty() : Optional.of(("state " + looked).getBytes(StandardCharsets.UTF_8));
                }

                @Override public void told() { told.set(looked.get()); }
            };
        }

        @Override public byte[] verification(Subscription to) { return ("code " + to.code()).getBytes(StandardCharsets.UTF_8); }
    };

    @BeforeEach void open() throws Exception {
        accounts.create(ANNA);
        service = TlsServer.of(folder, HOST, this::taken);
        pusher = pusher().start();
    }

    private Pusher pusher() {
        var client = new HttpsClient(new HttpsSettings(service.port(), true), LOOPBACK, service.trust());
        return pusher(Transport.of(client));
    }

    private Pusher pusher(Transport transport) {
        return new Pusher(rows, accounts, (_, _) -> stands.get(), watches, transport, Domain.of("mail.home.example"), clock);
    }

    private int taken(HttpExchange exchange) throws java.io.IOException {
        pushed.add(new Pushed(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), exchange.getRequestBody().readAllBytes()));
        exchange.getResponseHeaders().add("Location", "https://" + HOST + ":" + service.port() + "/elsewhere");
        return status.get();
    }

    @AfterEach void close() {
        pusher.close();
        service.close();
    }

    private Subscription made(String id, Optional<PushKeys> keys) { return made(ANNA, id, keys); }

    private Subscription made(AccountId account, String id, Optional<PushKeys> keys) {
        var url = PushUrl.parse("https://" + HOST + ":" + service.port() + "/to/" + id).orElseThrow();
        var now = clock.instant();
        var one = new Subscription(id, account, 1, "device", url, keys, "c-" + id, false, now, now.plus(Duration.ofDays(7)), Optional.empty());
        assertEquals(Pusher.Made.DONE, pusher.make(one));
        return one;
    }

    private Pushed next() throws InterruptedException {
        var one = pushed.poll(20, TimeUnit.SECONDS);
        assertTrue(one != null, "something was pushed");
        return one;
    }

    private void change() {
        changes.incrementAndGet();
        accounts.open(ANNA).create("box" + changes.get(), Optional.empty());
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) Thread.sleep(10);
        assertTrue(condition.getAsBoolean());
    }

    /** RFC 8620 section 7.2.2: nobody is told who has not said what was sent to him. */
    @Test void firstComesTheCode() throws Exception {
        var one = made("a", Optional.empty());
        var first = next();
        assertEquals("/to/a", first.path);
        assertEquals("code c-a", first.text());
        assertEquals("application/json", first.header("Content-type"));
        assertEquals("86400", first.header("Ttl"));
        assertTrue(first.header("Authorization").matches("vapid t=[\\w.-]+, k=" + pusher.applicationServerKey()));
        change();
        assertFalse(pusher.verify(one, "c-b"));
        assertEquals(null, pushed.poll(200, TimeUnit.MILLISECONDS));
        assertTrue(pusher.verify(one, "c-a"));
        assertTrue(pusher.get(ANNA, 1, "a").isPresent());
        assertEquals(Optional.empty(), pusher.get(ANNA, 2, "a"), "another way in does not see it");
    }

    /** A restart forgets nothing: what has changed meanwhile is told. */
    @Test void whatIsKeptIsToldAfterARestart() throws Exception {
        var keys = PushKeys.parse("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZMqHH6r4Tts7J_aSIgg");
        var one = made("a", keys);
        next();
        assertTrue(pusher.verify(one, "c-a"));
        var key = pusher.applicationServerKey();
        pusher.close();
        change();
        pusher = pusher().start();
        assertEquals(key, pusher.applicationServerKey());
        var told = next();
        assertEquals("aes128gcm", told.header("Content-encoding"));
        assertEquals("state", told.header("Topic"));
        assertEquals("state 2", new String(new Subscriber().opened(told.body), StandardCharsets.UTF_8));
        var kept = pusher.get(ANNA, 1, "a").orElseThrow();
        assertEquals(keys, kept.keys());
        assertArrayEquals(keys.get().secret(), kept.keys().get().secret());
    }

    /** RFC 8030 section 7.3. */
    @Test void whatIsGoneEnds() throws Exception {
        for (int gone : new int[] {404, 410}) {
            status.set(gone);
            made("a" + gone, Optional.empty());
            next();
            until(() -> pusher.of(ANNA, 1).isEmpty() && rows.all().isEmpty());
        }
    }

    /** No redirect is followed, and none of this ends it at once. */
    @Test void nothingIsFollowed() throws Exception {
        status.set(307);
        made("a", Optional.empty());
        assertEquals("/to/a", next().path);
        assertEquals(null, pushed.poll(300, TimeUnit.MILLISECONDS));
        assertEquals(1, pusher.of(ANNA, 1).size());
    }

    /** An app password that is revoked: RFC 8620 section 7.2. */
    @Tag("gate") @Test void itEndsWithTheWayIn() throws Exception {
        made("a", Optional.empty());
        next();
        stands.set(false);
        var one = pusher.get(ANNA, 1, "a").orElseThrow();
        pusher.verify(one, "c-a");
        change();
        until(() -> pusher.of(ANNA, 1).isEmpty());
        assertEquals(null, pushed.poll(100, TimeUnit.MILLISECONDS));
    }

    @Test void thereAreOnlySoMany() throws Exception {
        status.set(503);
        for (int i = 0; i < PushLimits.MADE_PER_HOUR_MAX; i++) made("a" + i, Optional.empty());
        var url = PushUrl.parse("https://" + HOST + "/").orElseThrow();
        var now = clock.instant();
        assertEquals(Pusher.Made.TOO_OFTEN, pusher.make(new Subscription("b", ANNA, 1, "d", url, Optional.empty(), "c", false, now, now.plusSeconds(600), Optional.empty())));
        assertFalse(rows.put(new Subscription("b", ANNA, 1, "d", url, Optional.empty(), "c", false, now, now.plusSeconds(600), Optional.empty())));
    }

    /** All services of one account answer as late as they can: others are told meanwhile, and all of its own in the end. */
    @Test void slowServicesOfAnAccountKeepNobodyElseWaiting() throws Exception {
        pusher.close();
        var bob = new AccountId("bob");
        accounts.create(bob);
        var answer = new CountDownLatch(1);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        pusher = pusher((to, _, _) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            pushed.add(new Pushed(to.path(), Map.of(), new byte[0]));
            if (!to.path().equals("/to/bob")) await(answer);
            now.decrementAndGet();
            return new HttpsClient.Sent.Answered(201, "");
        }).start();
        for (int i = 0; i < 12; i++) made("a" + i, Optional.empty());
        next();
        next();
        made(bob, "bob", Optional.empty());
        assertEquals("/to/bob", next().path);
        answer.countDown();
        for (int i = 2; i < 12; i++) assertTrue(next().path.startsWith("/to/a"));
        assertEquals(3, most.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- browsers of who looks after the server ----

    private static final String POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    private Browsers browsers() {
        var client = new HttpsClient(new HttpsSettings(service.port(), true), LOOPBACK, service.trust());
        return new Browsers(rows, Transport.of(client), Domain.of("mail.home.example"), clock);
    }

    private String place(String id) { return "https://" + HOST + ":" + service.port() + "/browser/" + id; }

    @Test void aBrowserIsToldOfTheServer() throws Exception {
        var browsers = browsers();
        assertEquals(pusher.applicationServerKey(), browsers.applicationServerKey());
        assertTrue(browsers.make(ANNA, place("a"), POINT, AUTH));
        assertTrue(browsers.make(ANNA, place("a"), POINT, AUTH), "once more is the same one");
        assertEquals(1, browsers().of(ANNA), "after a start too");
        browsers.tell("{\"title\":\"disk\"}".getBytes(StandardCharsets.UTF_8), ANNA::equals);
        var told = next();
        assertEquals("/browser/a", told.path);
        assertEquals("high", told.header("Urgency"));
        assertTrue(told.header("Authorization").startsWith("vapid t="), told.headers.toString());
        assertFalse(told.text().contains("disk"));
        assertEquals("{\"title\":\"disk\"}", new String(new Subscriber().opened(told.body), StandardCharsets.UTF_8));
        browsers.end(new AccountId("bob"), place("a"));
        assertEquals(1, browsers.of(ANNA), "another's is not ended");
        browsers.end(ANNA, place("a"));
        assertEquals(0, browsers.of(ANNA));
    }

    @Test void aBrowserThatIsGoneOrMayNotReadAnyMoreIsForgotten() throws Exception {
        var browsers = browsers();
        browsers.make(ANNA, place("gone"), POINT, AUTH);
        status.set(410);
        browsers.tell(new byte[] {'x'}, ANNA::equals);
        next();
        until(() -> browsers.of(ANNA) == 0);
        status.set(201);
        browsers.make(ANNA, place("b"), POINT, AUTH);
        browsers.tell(new byte[] {'x'}, _ -> false);
        assertEquals(0, browsers.of(ANNA));
        assertTrue(pushed.isEmpty());
    }

    @Test void browsersAreFewAndAreSuch() {
        var browsers = browsers();
        assertFalse(browsers.make(ANNA, "https://127.0.0.1/x", POINT, AUTH) || browsers.make(ANNA, "http://push.example/x", POINT, AUTH)
            || browsers.make(ANNA, place("x"), "AAAA", AUTH) || browsers.make(ANNA, place("x"), POINT, "?"));
        for (int i = 0; i < Browsers.MAX; i++) assertTrue(browsers.make(ANNA, place("" + i), POINT, AUTH));
        assertFalse(browsers.make(ANNA, place("more"), POINT, AUTH));
        assertEquals(Browsers.MAX, browsers.of(ANNA));
    }

    /** Whoever names an inner server by DNS does not reach it. */
    @Test void innerAddressesAreNotCalled() {
        var client = new HttpsClient(HttpsSettings.DEFAULT, LOOPBACK, service.trust());
        var sent = Transport.of(client).send(PushUrl.parse("https://" + HOST + ":" + service.port() + "/").orElseThrow(), Map.of(), new byte[1]);
        assertTrue(sent instanceof HttpsClient.Sent.Failed(var why) && why.contains("no address that may be called"), sent.toString());
        assertTrue(pushed.isEmpty());
    }
}
