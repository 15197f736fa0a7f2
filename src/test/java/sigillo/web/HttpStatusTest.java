package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.http.Reply;
import sigillo.peers.TrustAll;

/** What each request is answered with, over real HTTPS, and that nobody waits for it who has said enough. */
class HttpStatusTest {
    private static final String HOST = "\r\nHost: localhost\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    /** Less than a request may take. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @TempDir static Path folder;
    private static WebHouse house;

    @BeforeAll static void open() throws Exception { house = new WebHouse(folder); }

    @AfterAll static void close() { house.close(); }

    record Case(String request, int status) {
        @Override public String toString() {
            return request.replace("\r\n", "|").replaceAll("(.+?)\\1{8,}", "$1…") + " " + status;
        }
    }

    private static Case line(String line, int status) { return new Case(line + " HTTP/1.1" + HOST + "\r\n", status); }

    private static Case header(String fields, int status) { return new Case("GET / HTTP/1.1" + HOST + fields + "\r\n\r\n", status); }

    private static Case post(String rest, int status) { return new Case("POST /sign-in HTTP/1.1" + HOST + rest, status); }

    private static Case chunked(String body, int status) {
        return post(FORM + "Transfer-Encoding: chunked\r\n\r\n" + body, status);
    }

    // ---- the first line: RFC 9112 section 3, RFC 9110 section 9 ----

    private static final List<Case> LINES = List.of(
        line("GET /sign-in", 200), line("HEAD /sign-in", 200), line("GET /", 303), line("GET /nowhere", 404),
        line("GET http://localhost/nowhere", 404), line("GET /../../etc/passwd", 404), line("GET /%00", 404),
        line("GET /sign-in%00.css", 404), line("GET /%c0%af", 404), line("GET /%zz", 400),
        line("GET /" + "x".repeat(8_000), 414), line("GET /" + "x".repeat(70_000), 414),
        line("PUT /sign-in", 405), line("PATCH /", 405), line("TRACE /", 405), line("TRACE /sign-in", 405),
        line("DELETE /sign-in", 405), line("OPTIONS *", 405), line("OPTIONS /", 405),
        line("CONNECT mail.home.example:443", 405), line("PUT /api/session", 405), line("DELETE /api/session", 405),
        line("PUT /api/nowhere", 404), line("PUT " + Files.style(), 405), line("BREW /", 501), line("G\u00e9T /", 400),
        new Case("GET / HTTP/1.0\r\n\r\n", 400), new Case("GET /sign-in HTTP/1.0" + HOST + "\r\n", 200),
        new Case("HEAD /sign-in HTTP/1.0" + HOST + "\r\n", 200), new Case("POST /sign-in HTTP/1.0" + HOST + "Content-Length: 0\r\n\r\n", 505),
        new Case("GET / HTTP/0.9" + HOST + "\r\n", 505), new Case("GET / HTTP/3.0" + HOST + "\r\n", 505),
        new Case("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505), new Case("NONSENSE\r\n\r\n", 400),
        new Case("GET / HTTP/1.1\nHost: localhost\n\n", 400), new Case("GET /  HTTP/1.1" + HOST + "\r\n", 400));

    // ---- header fields: RFC 9112 section 5 ----

    private static final List<Case> FIELDS = List.of(
        new Case("GET /sign-in HTTP/1.1\r\n\r\n", 400), header("Host: b", 400), header("X x: x", 400), header("X", 400),
        header("X: a\r\n b", 400), header("X: " + "x".repeat(20_000), 431), header("X: x\r\n".repeat(2_000) + "X: x", 431),
        header("X".repeat(9_000) + ": x", 431));

    // ---- bodies: RFC 9112 sections 6 and 7 ----

    private static final List<Case> BODIES = List.of(
        post("Content-Length: 65537\r\n\r\n", 413), post("Content-Length: -1\r\n\r\n", 400),
        post(FORM + "Content-Length: 60000\r\n\r\n" + "x".repeat(60_000), 403),
        post("Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", 415),
        post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        post("Transfer-Encoding: gzip\r\n\r\n", 400), post("Transfer-Encoding: gzip, chunked\r\n\r\n", 501));

    private static final List<Case> CHUNKS = List.of(
        chunked("0\r\n\r\n", 403), chunked("1\r\nx\r\n0\r\n\r\n", 403), chunked("1;a=\"b\"\r\nx\r\n000\r\n\r\n", 403),
        chunked("a ;b\r\n0123456789\r\n00\r\nA: b\r\n\r\n", 403), chunked("1\r\nx\r\n".repeat(8_000) + "0\r\n\r\n", 403),
        chunked("11000\r\n", 413), chunked("80000000\r\n", 413), chunked("ffffffffffffffffffff\r\n", 413),
        chunked("2001\r\n" + "x".repeat(0x2001) + "\r\n", 411), chunked("1\r\nx\r\n".repeat(9_000), 411),
        chunked("zz\r\n", 400), chunked("-1\r\n", 400), chunked("+1\r\nx", 400), chunked("0x1\r\n", 400), chunked("\r\n", 400),
        chunked(" 1\r\n", 400), chunked("1\r\nxyz", 400), chunked("1\nx", 400), chunked("1\r\nx\r\n0\r\n\n", 400),
        chunked("0;" + "x".repeat(70_000), 400), chunked("0\r\n" + "A: b\r\n".repeat(12_000), 400));

    @TestFactory Stream<DynamicTest> answers() {
        return Stream.of(LINES, FIELDS, BODIES, CHUNKS).flatMap(List::stream)
            .map(one -> DynamicTest.dynamicTest(one.toString(), () -> isAnswered(one)));
    }

    private static void isAnswered(Case one) throws IOException {
        long from = System.nanoTime();
        var reply = ask(one.request);
        assertEquals("HTTP/1.1 " + one.status, reply.substring(0, Math.min(12, reply.length())), reply);
        assertTrue(System.nanoTime() - from < AT_ONCE.toNanos(), "at once");
        Reply.SAFETY.forEach((name, value) -> assertTrue(reply.contains("\r\n" + name + ": " + value + "\r\n"), name + " in " + reply));
        assertFalse(reply.toLowerCase().contains("\nserver:") || reply.toLowerCase().contains("helidon") || reply.contains("java."), reply);
        assertEquals(one.status == 405, reply.contains("\r\nAllow: "), "what may be done there is said");
    }

    /** What is answered to who has said all of it, read or not. */
    private static String ask(String request) throws IOException {
        var closing = request.replace(HOST, HOST + "Connection: close\r\n");
        try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
