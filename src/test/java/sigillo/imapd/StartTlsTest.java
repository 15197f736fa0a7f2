package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.EarlyHello;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.TrustsAll;

/** B21 (mox e775a32): what comes in the clear behind STARTTLS. RFC 9051 sections 6.2.1 and 11. */
@Timeout(30)
class StartTlsTest {
    @TempDir static Path folder;
    private static Listener listener;
    private static Listener atOnce;

    @BeforeAll static void open() throws Exception {
        var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, "mx.home.example"))));
        var house = new House(folder.resolve("spool"), House.STRICT);
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = Listener.open(ListenerSettings.of("imap", anywhere, false), tls, house.protocol(tls));
        atOnce = Listener.open(ListenerSettings.of("imaps", anywhere, true), tls, house.protocol(tls));
    }

    @AfterAll static void close() {
        listener.close();
        atOnce.close();
    }

    @Test void commandsBehindItAreNeverRun() throws Exception {
        try (var socket = new Socket(listener.address().getAddress(), listener.address().getPort())) {
            socket.setSoTimeout(10_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertTrue(in.readLine().contains("STARTTLS LOGINDISABLED"));
            say(socket, "a1 STARTTLS\r\na2 LOGIN mallory x\r\na3 CAPABILITY\r\n");
            assertEquals("a1 OK Begin TLS", in.readLine());
            say(socket, "a4 NOOP\r\n"); // no handshake either
            var rest = new StringBuilder();
            try {
                for (int c; (c = in.read()) >= 0; ) rest.append((char) c);
            } catch (IOException cut) {
                rest.append("(cut)");
            }
            assertFalse(rest.toString().matches("(?s).*a[234] .*"), rest.toString());
        }
    }

    /** Its octets may come with the command, all or some of them; then everything begins anew. */
    @TestFactory Stream<DynamicTest> aHelloThatComesEarlyWorks() {
        return Stream.of(-1, 0, 1, 5, 100).map(early -> DynamicTest.dynamicTest(early + " octets early", () -> {
            var commands = "a1 ENABLE X\r\na2 STARTTLS\r\n";
            try (var client = EarlyHello.connect(listener.address(), commands, early, "a2 OK")) {
                client.say("b1 CAPABILITY\r\n");
                var capabilities = client.hear();
                assertTrue(capabilities.contains("AUTH=PLAIN"), capabilities);
                assertFalse(capabilities.matches("(?s).*(STARTTLS|LOGINDISABLED).*"), capabilities);
                client.say("b2 STARTTLS\r\n");
                assertEquals("b2 BAD TLS cannot be started\r\n", client.hear());
                client.say("b3 LOGIN anna pw\r\n");
                assertTrue(client.hear().startsWith("b3 OK"));
            }
        }));
    }

    /** RFC 9051 section 6.2.1: always BAD, whatever came before. */
    @Test void thereIsNoneWhereTlsBeganAtOnce() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        try (var socket = context.getSocketFactory().createSocket(atOnce.address().getAddress(), atOnce.address().getPort())) {
            socket.setSoTimeout(10_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var greeting = in.readLine();
            assertTrue(greeting.contains("AUTH=PLAIN") && !greeting.matches(".*(STARTTLS|LOGINDISABLED).*"), greeting);
            say(socket, "a1 STARTTLS\r\n");
            assertEquals("a1 BAD TLS cannot be started", in.readLine());
            say(socket, "a2 LOGIN anna pw\r\n");
            assertTrue(in.readLine().startsWith("a2 OK"));
            // RFC 9051 section 6.1.3: BYE, the answer, and the end of the connection
            say(socket, "a3 STARTTLS\r\na4 LOGOUT\r\na5 NOOP\r\n");
            assertEquals("a3 BAD You have signed in", in.readLine());
            assertEquals(List.of("* BYE Logging out", "a4 OK Logged out"), in.lines().toList());
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
