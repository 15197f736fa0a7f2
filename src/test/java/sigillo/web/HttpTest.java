package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.TrustAll;

/** HTTP on the wire: what a connection does, what is kept, what is escaped. */
@Timeout(60)
class HttpTest {
    private static final String HOST = "\r\nHost: localhost\r\n";

    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    @Test void aConnectionIsKeptForReadingAndClosedAfterAForm() throws IOException {
        try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.getOutputStream().write(("GET /robots.txt HTTP/1.1" + HOST + "\r\nGET /robots.txt HTTP/1.1" + HOST + "\r\n"
                + "POST /sign-out HTTP/1.1" + HOST + "Content-Length: 0\r\n\r\nGET /robots.txt HTTP/1.1" + HOST + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var replies = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(2, replies.split("Disallow: /", -1).length - 1, replies);
            assertTrue(replies.contains("\r\nConnection: close\r\n") && replies.endsWith("\r\n\r\n"), replies);
        }
    }

    /** What was answered is wiped meanwhile, and what is there of the next one is not. */
    @Test void whoAsksWithoutPausingIsAnswered() throws Exception {
        int count = 5_000;
        var asked = ("GET /robots.txt HTTP/1.1" + HOST + "Cookie: " + "x".repeat(4_000) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            var asking = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < count; i++) socket.getOutputStream().write(asked);
                } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                }
            });
            var replies = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < count; ) if (replies.read() == '*') i++; // one in each
            asking.join();
        }
    }

    @Test void whoWaitsToBeToldToGoOnIsTold() throws IOException {
        for (var length : List.of("Content-Length: 1", "Transfer-Encoding: chunked")) {
            try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
                socket.getOutputStream().write(("POST /sign-in HTTP/1.1" + HOST + length + "\r\nExpect: 100-continue\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
                assertEquals("HTTP/1.1 100 Continue\r\n\r\n", new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII));
            }
        }
    }

    /** Who does not ask for HTTP/2 speaks HTTP/1.1: RFC 7301 section 3.1. */
    @Test void http2IsOfferedAndNotWanted() throws IOException {
        assertEquals("h2", agreed("h2", "http/1.1"));
        assertEquals("h2", agreed("http/1.1", "h2"));
        try (var socket = (SSLSocket) TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertEquals("", socket.getApplicationProtocol());
            socket.getOutputStream().write(("GET /robots.txt HTTP/1.1" + HOST + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 200", new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        }
    }

    private String agreed(String... protocols) throws IOException {
        try (var socket = (SSLSocket) TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    @Test void manyLargeBodiesLeaveRoomForSmallOnes() throws IOException {
        var held = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 40; i++) {
                var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port());
                held.add(socket);
                socket.getOutputStream().write(("POST /sign-in HTTP/1.1" + HOST + "Content-Length: 65536\r\n\r\nx").getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(20);
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
