package sigillo.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.Room;
import sigillo.net.TrustsAll;

/** What a client of the JDK has of our HTTP/2: everything that HTTP/1.1 has, on one connection. */
@Tag("gate")
class Http2ConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir static Path folder;
    private static Http2House house;
    private static HttpClient client;

    @BeforeAll static void start() throws Exception {
        house = new Http2House(folder);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trusting()).build();
    }

    private static SSLContext trusting() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    @AfterAll static void stop() {
        client.shutdownNow();
        house.close();
    }

    private static HttpRequest.Builder request(String path) { return HttpRequest.newBuilder(URI.create(house.url(path))).timeout(PATIENCE); }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        var response = client.send(request.build(), BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, response.version());
        return response;
    }

    @Test void whatIsAskedAndSaid() throws Exception {
        var response = ask(request("/said?q=a%20b").header("Authorization", "Basic eHg6eXk=").header("Cookie", "a=1; b=2"));
        assertEquals("GET /said a b localhost:" + house.port() + " Basic eHg6eXk= 1", response.body());
        assertEquals(200, response.statusCode());
        assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
        assertEquals("" + response.body().length(), response.headers().firstValue("content-length").orElse(""));
        var asked = house.last;
        until(() -> new String(asked.authorization(), StandardCharsets.ISO_8859_1).equals("\0".repeat(14)));
    }

    @Test void statuses() throws Exception {
        assertEquals(404, ask(request("/elsewhere")).statusCode());
        assertEquals(500, ask(request("/fails")).statusCode());
        assertEquals(501, ask(request("/said").method("BREW", BodyPublishers.noBody())).statusCode());
        var nothing = ask(request("/nothing"));
        assertEquals(204, nothing.statusCode());
        assertTrue(nothing.headers().firstValue("content-length").isEmpty());
        var head = ask(request("/big").method("HEAD", BodyPublishers.noBody()));
        assertEquals("" + Http2House.BIG_OCTETS, head.headers().firstValue("content-length").orElse(""));
        assertEquals("", head.body());
        assertEquals(413, ask(request("/echo").POST(BodyPublishers.ofByteArray(new byte[(64 << 10) + 1]))).statusCode());
        assertEquals(401, ask(request("/echo").header("x-away", "1").POST(BodyPublishers.ofByteArray(new byte[9_000]))).statusCode());
    }

    @Test void bodies() throws Exception {
        for (int octets : new int[] {0, 1, 4_095, 4_096, 64 << 10}) {
            var text = "x".repeat(octets);
            assertEquals(text, ask(request("/echo").POST(BodyPublishers.ofString(text))).body());
        }
        var unsaid = BodyPublishers.fromPublisher(BodyPublishers.ofString("y".repeat(8 << 10)));
        assertEquals("y".repeat(8 << 10), ask(request("/echo").POST(unsaid)).body());
        assertEquals(411, ask(request("/echo").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("y".repeat((8 << 10) + 1))))).statusCode());
    }

    @Test void anUploadPieceByPiece() throws Exception {
        long octets = 3_000_000;
        var body = BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Http2House.Counted(octets).stream()), octets);
        assertEquals("received " + octets, ask(request("/upload").POST(body)).body());
        var refused = BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Http2House.Counted(octets).stream()), octets);
        assertEquals(403, ask(request("/upload").header("x-refused", "1").POST(refused)).statusCode());
        assertEquals("again", ask(request("/echo").POST(BodyPublishers.ofString("again"))).body(), "what was not wanted is not in the way");
    }

    @Test void aBigReply() throws Exception {
        var response = client.send(request("/big").build(), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            long count = 0;
            for (int octet; (octet = in.read()) >= 0; count++) if ((byte) octet != Http2House.Counted.at(count)) throw new AssertionError("octet " + count);
            assertEquals(Http2House.BIG_OCTETS, count);
        }
    }

    @Test void aReplyThatCannotBeReadToItsEnd() { assertThrows(java.io.IOException.class, () -> ask(request("/broken"))); }

    @Test void eventsLastAndCountAsAPlace() throws Exception {
        int before = owners();
        var first = events();
        house.events.add("data: one\n\n");
        assertEquals("data: one", first.readLine());
        assertEquals(before + 1, owners());
        var second = events();
        until(() -> owners() == before + 2);
        assertEquals("GET /said", ask(request("/said")).body().substring(0, 9), "beside what lasts");
        house.events.add("end");
        house.events.add("end");
        until(() -> owners() == before + 1 || owners() == before);
        first.close();
        second.close();
    }

    private static int owners() {
        return house.room.figures().stream().filter(figure -> figure.share() == Room.Share.OWNERS).findFirst().orElseThrow().connections();
    }

    private static BufferedReader events() throws Exception {
        var response = client.send(HttpRequest.newBuilder(URI.create(house.url("/events"))).build(), BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private interface Condition { boolean holds(); }

    private static void until(Condition condition) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !condition.holds(); Thread.sleep(5))
            if (System.nanoTime() > end) throw new AssertionError("it does not come");
    }

    /** One after the other for a stranger; as many as a browser has connections for who has signed in. */
    @Test void howManyAreAnsweredAtOnce() throws Exception {
        try (var other = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trusting()).build()) {
            house.mostAtOnce.set(0);
            assertEquals(1, mostAtOnce(other, "x-unknown"));
            other.send(request("/said").header("x-known", "1").build(), BodyHandlers.ofString());
            assertEquals(6, mostAtOnce(other, "x-known"));
        }
    }

    private static int mostAtOnce(HttpClient client, String header) throws Exception {
        client.send(request("/said").build(), BodyHandlers.ofString());
        house.mostAtOnce.set(0);
        house.gate = new CountDownLatch(1);
        var all = new ArrayList<java.util.concurrent.CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 10; i++) all.add(client.sendAsync(request("/waits").header(header, "1").build(), BodyHandlers.ofString()));
        int wanted = header.equals("x-known") ? 6 : 1;
        until(() -> house.atOnce.get() >= wanted);
        Thread.sleep(50); // others would have come by now
        house.gate.countDown();
        for (var one : all) assertEquals("waited", one.get().body());
        return house.mostAtOnce.get();
    }

    @Test void whatWasLentIsGivenBack() throws Exception {
        ask(request("/echo").POST(BodyPublishers.ofString("z".repeat(60_000))));
        until(() -> house.room.figures().stream().mapToLong(Room.Figure::lent).sum() <= 33_000);
    }


    /** A part of what {@link FuzzTest} does at length. */
    @Test void whateverComesEnds() {
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++) FuzzTest.connected(FrameReaderTest.mutated(random), 1 + random.nextInt(100));
    }
}
