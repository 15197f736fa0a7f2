package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.TrustAll;

/** HTTP on the wire: what is refused, what is in every reply, what a connection does. */
@Timeout(60)
class HttpTest {
    private static final String HOST = "\r\nHost: localhost\r\n";

    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    record Case(String request, int status) {}

    private static final List<Case> CASES = List.of(
        new Case("GET /sign-in HTTP/1.1" + HOST + "\r\n", 200),
        new Case("HEAD /sign-in HTTP/1.1" + HOST + "\r\n", 200),
        new Case("GET / HTTP/1.1" + HOST + "\r\n", 303),
        new Case("GET /nowhere HTTP/1.1" + HOST + "\r\n", 404),
        new Case("GET /../../etc/passwd HTTP/1.1" + HOST + "\r\n", 404),
        new Case("PUT /sign-in HTTP/1.1" + HOST + "\r\n", 405),
        new Case("GET /sign-in HTTP/1.1\r\n\r\n", 400),
        new Case("GET /sign-in HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        new Case("GET /" + "x".repeat(8_000) + " HTTP/1.1" + HOST + "\r\n", 414),
        new Case("GET / HTTP/1.1" + HOST + "X: " + "x".repeat(20_000) + "\r\n\r\n", 400),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Content-Length: 65537\r\n\r\n", 413),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Transfer-Encoding: chunked\r\n\r\n11000\r\n", 413),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Transfer-Encoding: chunked\r\n\r\n2001\r\n" + "x".repeat(0x2001) + "\r\n", 411),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 403),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(60_000), 403),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Content-Length: -1\r\n\r\n", 400),
        new Case("POST /sign-in HTTP/1.1" + HOST + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", 415),
        new Case("NONSENSE\r\n\r\n", 400));

    @TestFactory Stream<DynamicTest> requests() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.request.lines().findFirst().orElseThrow().substring(0, Math.min(40, c.request.indexOf('\r'))), () -> {
            var reply = ask(c.request);
            assertEquals("HTTP/1.1 " + c.status, reply.substring(0, Math.min(12, reply.length())), reply);
            Reply.SAFETY.forEach((name, value) -> assertTrue(reply.contains("\r\n" + name + ": " + value + "\r\n"), name + " in " + reply));
            assertFalse(reply.toLowerCase().contains("\nserver:") || reply.toLowerCase().contains("helidon") || reply.contains("java."), reply);
        }));
    }

    /** One connection, closed for sending afterwards. */
    private String ask(String request) throws IOException {
        try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.getOutputStream().write(request.replace("\r\nHost: localhost\r\n", "\r\nHost: localhost\r\nConnection: close\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test void aConnectionIsKeptForReadingAndClosedAfterAForm() throws IOException {
        try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.getOutputStream().write(("GET /robots.txt HTTP/1.1" + HOST + "\r\nGET /robots.txt HTTP/1.1" + HOST + "\r\n"
                + "POST /sign-out HTTP/1.1" + HOST + "Content-Length: 0\r\n\r\nGET /robots.txt HTTP/1.1" + HOST + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var replies = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(2, replies.split("Disallow: /", -1).length - 1, replies);
            assertTrue(replies.contains("\r\nConnection: close\r\n") && replies.endsWith("\r\n\r\n"), replies);
        }
    }

    @Test void manyLargeBodiesLeaveRoomForSmallOnes() throws IOException {
        var held = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 40; i++) {
                var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port());
                held.add(socket);
                socket.setSoTimeout(20);
                socket.getOutputStream().write(("POST /sign-in HTTP/1.1" + HOST + "Content-Length: 65536\r\n\r\nx").getBytes(StandardCharsets.US_ASCII));
            }
            Program.waitUntil("some are refused", Duration.ofSeconds(15), () -> held.stream().anyMatch(socket -> begun(socket).startsWith("HTTP/1.1 503 ")));
            try (var browser = house.browser()) {
                browser.post("/sign-in", "do", "password", "address", "anna@home.example", "password", WebHouse.PASSWORD);
                assertEquals(200, browser.status());
            }
        } finally {
            for (var socket : held) socket.close();
        }
    }

    /** What is answered by now. */
    private static String begun(Socket socket) {
        try {
            var octets = new byte[100];
            return new String(octets, 0, Math.max(0, socket.getInputStream().read(octets)), StandardCharsets.US_ASCII);
        } catch (IOException nothing) {
            return "";
        }
    }

    @Test void clearTextIsSentToHttps() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), house.plainPort())) {
            socket.getOutputStream().write("GET /kit%20x?a=b HTTP/1.1\r\nHost: mail.home.example:80\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(reply.startsWith("HTTP/1.1 301 ") && reply.contains("Location: https://mail.home.example:" + house.port() + "/kit%20x\r\n"), reply);
        }
    }

    @Test void theStyleIsKeptAndPagesAreNot() {
        try (var browser = house.browser()) {
            assertEquals("no-store", header(browser, "/sign-in", "Cache-Control"));
            assertTrue(header(browser, Files.style(), "Cache-Control").contains("immutable"));
            assertTrue(header(browser, "/icon.svg", "Content-Type").startsWith("image/svg+xml"));
            assertEquals("", header(browser, "/sign-in", "Strict-Transport-Security"), "not for localhost");
        }
    }

    private static String header(Browser browser, String path, String name) {
        browser.get(path);
        return browser.header(name);
    }

    @Test void pagesAreInTheLanguageOfTheBrowserOrTheOneChosen() {
        try (var browser = house.browser()) {
            assertTrue(browser.get("/sign-in").contains("<html lang=\"en\">"));
            browser.saying("Accept-Language", "de, it-IT;q=0.9, en;q=0.5");
            assertTrue(browser.get("/sign-in").contains("Indirizzo"));
            assertTrue(browser.get("/sign-in?lang=en").contains("Address"));
            assertEquals("/sign-in", browser.path());
            assertTrue(browser.get("/sign-in").contains("Address"), "it is remembered");
        }
    }

    @Test void whatIsTypedIsEscaped() {
        try (var browser = house.browser()) {
            var page = browser.post("/sign-in", "do", "password", "address", "\"><script>alert(1)</script>", "password", "x");
            assertFalse(page.contains("<script>"), page);
            assertTrue(page.contains("value=\"&quot;&gt;&lt;script&gt;"), page);
        }
    }
}
