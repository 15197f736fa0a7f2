package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.EarlyHello;
import sigillo.peers.TrustAll;
import sigillo.smtpd.SmtpRole;

/**
 * Case B21 at every door that begins in clear: what stands behind STARTTLS is not heard, what was said before it is
 * forgotten, what is offered is said anew, and a TLS hello that came too early works. The same in the other direction
 * is relay's (transcripts/relay/starttls-injected.txt).
 */
@Timeout(60)
class ClearTextTest {
    @TempDir static Path folder;
    private static Home home;

    @BeforeAll static void open() throws Exception { home = new Home(folder); }

    @AfterAll static void close() { home.close(); }

    /**
     * {@code before}: what is said in clear; {@code injected}: commands of someone else, behind STARTTLS;
     * {@code inside}: commands inside TLS, whose answers show that nothing of the clear text counts.
     */
    record Door(String name, InetSocketAddress at, List<Exchange> before, Exchange startTls, List<String> injected, List<Exchange> inside) {
        @Override public String toString() { return name; }
    }

    record Exchange(String say, String hear) {}

    private static List<Door> doors() {
        return List.of(smtp(SmtpRole.MX, "EHLO"), smtp(SmtpRole.SUBMISSION, "EHLO"), smtp(SmtpRole.LMTP, "LHLO"),
            new Door("IMAP", home.imap(), List.of(new Exchange("a0 CAPABILITY", "a0 OK")), new Exchange("a1 STARTTLS", "a1 OK"),
                List.of("i1 LOGIN anna@home.example \"" + Home.PASSWORD + "\"", "i1 LOGIN mallory x\r\ni2 NOOP", "i1 CAPABILITY", "i1 AUTHENTICATE PLAIN", "i1 LOGIN {4+}"),
                List.of(new Exchange("b1 SELECT INBOX", "b1 BAD"), new Exchange("b2 STARTTLS", "b2 BAD"), new Exchange("b3 NOOP", "b3 OK"),
                    new Exchange("b4 CAPABILITY", "b4 OK"), new Exchange("b5 LOGIN anna@home.example \"" + Home.PASSWORD + "\"", "b5 OK"))));
    }

    private static Door smtp(SmtpRole role, String hello) {
        var injected = List.of("MAIL FROM:<m@evil.example>", hello + " evil.example\r\nMAIL FROM:<m@evil.example>\r\nRCPT TO:<anna@home.example>\r\nDATA",
            "AUTH PLAIN", "BDAT 1000", "QUIT", "\0\0\0");
        return new Door(role.toString(), home.at(role), List.of(new Exchange(hello + " c.example", "250 ")), new Exchange("STARTTLS", "220 "), injected,
            List.of(new Exchange("MAIL FROM:<c@sender.example>", "503 5.5.1"), new Exchange("RCPT TO:<anna@home.example>", "503 "),
                new Exchange("STARTTLS", "503 "), new Exchange(hello + " d.example", "250 "), new Exchange("NOOP", "250 ")));
    }

    @TestFactory Stream<DynamicTest> whatStandsBehindIsNotHeard() {
        return doors().stream().flatMap(door -> door.injected.stream().map(injected -> dynamicTest(door + " " + shown(injected), () -> {
            try (var client = new Client(door.at)) {
                for (var exchange : door.before) client.ask(exchange);
                client.say(door.startTls.say + "\r\n" + injected + "\r\n");
                assertTrue(client.answer(door.startTls.hear).contains(door.startTls.hear));
                client.startTls();
                for (var exchange : door.inside) client.ask(exchange);
                assertFalse(client.heard.stream().anyMatch(line -> line.matches("i[12] .*")), client.heard.toString());
            }
            assertEquals(List.of(), home.inbox(Home.ANNA));
        })));
    }

    /** And is not heard in clear either, by a client that never shakes hands. */
    @TestFactory Stream<DynamicTest> whatStandsBehindIsNotHeardWithoutAHandshake() {
        return doors().stream().flatMap(door -> door.injected.stream().limit(2).map(injected -> dynamicTest(door + " " + shown(injected), () -> {
            try (var client = new Client(door.at)) {
                client.say(door.startTls.say + "\r\n" + injected + "\r\n");
                assertTrue(client.answer(door.startTls.hear).contains(door.startTls.hear));
                client.say(injected + "\r\n");
                var rest = client.rest();
                assertFalse(rest.matches("(?s).*(^|\n)(\\d{3}[ -]|i[12] ).*"), rest);
            }
        })));
    }

    @TestFactory Stream<DynamicTest> aHelloThatCameEarlyWorks() {
        return doors().stream().flatMap(door -> Stream.of(-1, 1, 5, 200).map(early -> dynamicTest(door + ", " + early + " octets", () -> {
            try (var client = EarlyHello.connect(door.at, door.startTls.say + "\r\n", early, door.startTls.hear)) {
                for (var exchange : door.inside) {
                    client.say(exchange.say + "\r\n");
                    var heard = new StringBuilder(client.hear());
                    while (!heard.toString().contains(exchange.hear)) heard.append(client.hear());
                }
            }
        })));
    }

    /** What is offered before TLS and inside: signing in only there, STARTTLS only before. */
    @TestFactory Stream<DynamicTest> whatIsOfferedIsSaidAnew() {
        return doors().stream().filter(door -> !door.name.equals("IMAP")).map(door -> dynamicTest(door.name, () -> {
            try (var client = new Client(door.at)) {
                var hello = door.before.getFirst();
                var clear = client.ask(hello);
                assertTrue(clear.contains("STARTTLS") && !clear.contains("AUTH"), clear);
                client.ask(door.startTls);
                client.startTls();
                var inside = client.ask(hello);
                assertFalse(inside.contains("STARTTLS"), inside);
                assertEquals(door.name.equals("SUBMISSION"), inside.contains("AUTH PLAIN"), inside);
            }
        }));
    }

    /** More than is read at once: what is left of it is no handshake, and ends the conversation. */
    @TestFactory Stream<DynamicTest> whatIsTooMuchToThrowAwayEndsIt() {
        return doors().stream().map(door -> dynamicTest(door.name, () -> {
            try (var client = new Client(door.at)) {
                client.say(door.startTls.say + "\r\n" + (door.injected.getFirst() + "\r\n").repeat(500));
                client.answer(door.startTls.hear);
                assertThrows(SSLException.class, client::startTls);
            }
            assertEquals(List.of(), home.inbox(Home.ANNA));
        }));
    }

    private static String shown(String text) { return text.replace("\r\n", "|").replace("\0", "\\0"); }

    /** One that reads the octets of the clear text itself, so that TLS begins exactly behind them. */
    private static final class Client implements AutoCloseable {
        private final List<String> heard = new ArrayList<>();
        private Socket socket;
        private InputStream in;

        Client(InetSocketAddress to) throws IOException {
            socket = new Socket(to.getAddress(), to.getPort());
            socket.setSoTimeout(10_000);
            in = socket.getInputStream();
            line();
        }

        void say(String text) throws IOException { socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1)); }

        String ask(Exchange exchange) throws IOException {
            say(exchange.say + "\r\n");
            return answer(exchange.hear);
        }

        /** Up to the line that begins so. */
        String answer(String start) throws IOException {
            var answer = new StringBuilder();
            while (true) {
                var line = line();
                heard.add(line);
                answer.append(line).append('\n');
                if (line.startsWith(start)) return answer.toString();
                if (line.matches("[45]\\d\\d .*|\\S+ (NO|BAD) .*|\\* BYE .*")) throw new AssertionError(answer + "where " + start + " was expected");
            }
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int c; (c = in.read()) != '\n'; line.append((char) c)) {
                if (c < 0) throw new IOException("closed after: " + line);
            }
            return line.toString().stripTrailing();
        }

        /** Until the server closes, or says nothing for a while. */
        String rest() {
            var rest = new StringBuilder();
            try {
                socket.setSoTimeout(300);
                for (int c; (c = in.read()) >= 0; ) rest.append((char) c);
            } catch (IOException end) {
                rest.append("(end)");
            }
            return rest.toString();
        }

        void startTls() throws IOException {
            var tls = (SSLSocket) TrustAll.context().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            tls.startHandshake();
            socket = tls;
            in = tls.getInputStream();
        }

        @Override public void close() throws IOException { socket.close(); }
    }
}
