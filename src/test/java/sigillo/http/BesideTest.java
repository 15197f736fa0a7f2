package sigillo.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.base.Octets;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;

/** What others have beside the pages, over real HTTP: long replies and bodies, bounds of their own, connections that go on. */
@Timeout(60)
class BesideTest {
    private static final byte[] LONG = new byte[3_000_000];
    private final AtomicInteger over = new AtomicInteger();

    static {
        for (int i = 0; i < LONG.length; i++) LONG[i] = (byte) (i * 7 + (i >> 10));
    }

    private final Answering other = new Answering() {
        @Override public boolean has(String path) { return path.startsWith("/other/"); }

        @Override public Admission admit(Asked asked) {
            return switch (asked.path()) {
                case "/other/away" -> new Admission.Away(Reply.text(401, "who?"));
                case "/other/owner" -> new Admission.Owner();
                default -> new Admission.Stranger();
            };
        }

        @Override public int bodyOctetsMax(String path) { return 200_000; }

        @Override public boolean goesOn(String path) { return true; }

        @Override public boolean receives(String path, long octets) { return path.startsWith("/other/up"); }

        @Override public Reply answer(Asked asked) {
            return switch (asked.path()) {
                case "/other/long" -> Reply.of(200, "application/octet-stream", LONG).then(over::incrementAndGet);
                case "/other/broken" -> Reply.of(200, "application/octet-stream", new Broken()).then(over::incrementAndGet);
                case "/other/events" -> Reply.of(200, "text/event-stream", BesideTest.this::events).then(over::incrementAndGet);
                case "/other/same" -> Reply.nothing(304);
                case "/other/nothing" -> Reply.nothing(204);
                default -> Reply.text(200, "other " + asked.body().length);
            };
        }

        @Override public Reply receive(Asked asked, Incoming body) throws IOException {
            if (asked.path().equals("/other/up-refused")) return Reply.text(403, "no");
            body.deadline().within(Duration.ofSeconds(30));
            var all = new ByteArrayOutputStream();
            body.stream().transferTo(all);
            assertArrayEquals(LONG, all.toByteArray());
            return Reply.text(200, "received " + all.size() + " of " + body.octets());
        }
    };

    private final CountDownLatch heard = new CountDownLatch(1);

    /** Says the second only when the first has been heard. */
    private void events(Outlet outlet) throws IOException {
        try {
            outlet.send("first\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(heard.await(20, TimeUnit.SECONDS));
            outlet.send("second\n".getBytes(StandardCharsets.US_ASCII));
            while (!outlet.isOver()) Thread.sleep(20);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its end cannot be read. */
    private static final class Broken implements Octets {
        @Override public long length() { return 1_000_000; }

        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            if (position > 500_000) throw new IOException("a broken disk");
            return count;
        }
    }

    private final Answering pages = asked -> Reply.text(200, "page " + asked.body().length);
    private final Listener listener = open();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Listener open() {
        try {
            return Listener.open(ListenerSettings.of("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false), Optional.empty(),
                new HttpProtocol(new Beside(List.of(other), pages)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach void close() {
        listener.close();
        client.close();
    }

    private HttpResponse<byte[]> send(String path, byte[] body) throws Exception {
        var to = HttpRequest.newBuilder(URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + listener.address().getPort() + path));
        var request = body == null ? to.GET() : to.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) { return new String(response.body(), StandardCharsets.UTF_8); }

    @Test void longRepliesAreSentWholeWithTheirLength() throws Exception {
        var response = send("/other/long", null);
        assertArrayEquals(LONG, response.body());
        assertEquals(LONG.length, response.headers().firstValueAsLong("Content-Length").orElse(0));
        assertEquals(1, over.get());
    }

    /** RFC 9110 sections 8.6 and 9.3.2: it says how long it would be, and the connection goes on behind it. */
    @Test void headSaysHowLongItWouldBe() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            var get = "GET /other/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(("HEAD /other/long HTTP/1.1\r\nHost: x\r\n\r\n" + get).getBytes(StandardCharsets.US_ASCII));
            var said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(said.contains("\r\nContent-Length: 3000000\r\n"), said);
            assertEquals(2, said.split("HTTP/1.1 ", -1).length - 1, said);
            assertTrue(said.endsWith("other 0"), said);
        }
    }

    /** RFC 9110 section 8.6: their length is none, and the connection goes on behind them. */
    @Test void whatHasNoBodyHasNoLength() throws Exception {
        for (var first : List.of("GET /other/same", "HEAD /other/same", "GET /other/nothing")) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
                var get = "GET /other/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write((first + " HTTP/1.1\r\nHost: x\r\n\r\n" + get).getBytes(StandardCharsets.US_ASCII));
                var said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                var heads = said.split("HTTP/1.1 ", -1);
                assertEquals(3, heads.length, said);
                assertFalse(heads[1].toLowerCase(java.util.Locale.ROOT).contains("content-length"), said);
                assertTrue(heads[1].contains("nosniff") && heads[1].endsWith("\r\n\r\n"), said);
                assertTrue(said.endsWith("other 0"), said);
            }
        }
    }

    /** So that nobody takes half of a message for all of it. */
    @Test void aReplyThatCannotBeReadToItsEndIsCutOff() throws Exception {
        try {
            send("/other/broken", null);
            throw new AssertionError("it came whole");
        } catch (IOException cut) {
            assertEquals(1, over.get());
        }
    }

    /** And it is noticed that nobody listens any more. */
    @Test void whatIsMadeWhileItIsSentComesAtOnce() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            socket.getOutputStream().write("GET /other/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            await(in, "first");
            heard.countDown();
            await(in, "second");
        }
        for (int i = 0; i < 500 && over.get() == 0; i++) Thread.sleep(20);
        assertEquals(1, over.get());
    }

    private static void await(BufferedReader in, String wanted) throws IOException {
        for (String line; (line = in.readLine()) != null; ) if (line.equals(wanted)) return;
        throw new AssertionError(wanted + " did not come");
    }

    @Test void eachHasItsOwnBound() throws Exception {
        assertEquals("other 200000", text(send("/other/x", new byte[200_000])));
        assertEquals(413, send("/other/x", new byte[200_001]).statusCode());
        assertEquals("page 60000", text(send("/x", new byte[60_000])));
        assertEquals(413, send("/x", new byte[70_000]).statusCode());
    }

    @Test void whatIsReceivedIsOfAnyLength() throws Exception {
        assertEquals("received 3000000 of 3000000", text(send("/other/up", LONG)));
        assertEquals("received 3000000 of 3000000", text(send("/other/up", LONG)));
    }

    /** What was received whole is no end of its connection. */
    @Test void uploadsGoOnOnTheirConnection() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            var out = socket.getOutputStream();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < 2; i++) {
                out.write(("POST /other/up HTTP/1.1\r\nHost: x\r\nContent-Length: " + LONG.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(LONG);
                await(in, "HTTP/1.1 200 OK");
                await(in, "");
                in.skip("received 3000000 of 3000000".length());
            }
            out.write("GET /other/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await(in, "other 0");
        }
    }

    /** Who may not send it is told before it is read, and the connection ends. */
    @Test void whoIsTurnedAwayIsNotRead() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            socket.getOutputStream().write("POST /other/away HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.startsWith("HTTP/1.1 401 ") && said.contains("onnection: close"), said);
        }
    }

    /** Strangers who send slowly take the room of strangers, and of nobody else. */
    @Test void strangersTakeNoRoomOfOwners() throws Exception {
        var slow = new java.util.ArrayList<Socket>();
        try {
            for (int i = 0; i < 9; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
                slow.add(socket);
                socket.getOutputStream().write("POST /other/x HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            }
            int status = 200;
            for (int i = 0; i < 200 && status == 200; i++) status = send("/other/x", new byte[60_000]).statusCode();
            assertEquals(503, status);
            assertEquals("other 60000", text(send("/other/owner", new byte[60_000])));
            assertEquals("other 8000", text(send("/other/x", new byte[8_000])));
        } finally {
            for (var socket : slow) socket.close();
        }
    }

    /** What is not read of it is no next request. */
    @Test void aRefusedBodyEndsTheConnection() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            socket.getOutputStream().write(("POST /other/up-refused HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
            var said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.startsWith("HTTP/1.1 403 ") && said.contains("onnection: close") && !said.contains("page"), said);
        }
    }

    /** A page's form ends it, since it has a password; what others are sent has none. */
    @Test void connectionsGoOnWhereThatIsWanted() throws Exception {
        assertTrue(twice("/other/x").contains("other 3"), "twice");
        assertEquals(2, twice("/other/x").split("HTTP/1.1 200", -1).length - 1);
        assertEquals(1, twice("/x").split("HTTP/1.1 200", -1).length - 1);
    }

    private String twice(String path) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            var one = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
            var last = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((one + last).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
