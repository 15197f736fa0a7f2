package sigillo.popd;

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

/** B21 (mox e775a32): what comes in the clear behind STLS. RFC 2595 section 4. */
@Timeout(60)
class StartTlsTest {
    @TempDir static Path folder;
    private static Listener listener;
    private static House house;

    @BeforeAll static void open() throws Exception {
        var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, "mx.home.example"))));
        house = new House(House.STRICT);
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = Listener.open(ListenerSettings.of("pop3", anywhere, false), tls, house.protocol(tls));
    }

    @AfterAll static void close() { listener.close(); }

    @Test void commandsBehindItAreNeverRun() throws Exception {
        try (var socket = new Socket(listener.address().getAddress(), listener.address().getPort())) {
            socket.setSoTimeout(10_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertEquals("+OK POP3 ready", in.readLine());
            say(socket, "STLS\r\nUSER mallory\r\nCAPA\r\n");
            assertEquals("+OK Begin TLS", in.readLine());
            say(socket, "NOOP\r\n"); // no handshake either
            var rest = new StringBuilder();
            try {
                for (int c; (c = in.read()) >= 0; ) rest.append((char) c);
            } catch (IOException cut) {
                rest.append("(cut)");
            }
            assertFalse(rest.toString().contains("+OK") || rest.toString().contains("-ERR"), rest.toString());
        }
    }

    /** Its octets may come with the command, all or some of them; then everything begins anew. */
    @TestFactory Stream<DynamicTest> aHelloThatComesEarlyWorks() {
        return Stream.of(-1, 0, 1, 5, 100).map(early -> DynamicTest.dynamicTest(early + " octets early", () -> {
            try (var client = EarlyHello.connect(listener.address(), "USER anna\r\nSTLS\r\n", early, "+OK Begin")) {
                client.say("CAPA\r\n");
                var capabilities = client.hear();
                assertTrue(capabilities.contains("SASL PLAIN LOGIN") && capabilities.contains("USER"), capabilities);
                assertFalse(capabilities.contains("STLS"), capabilities);
                client.say("PASS pw\r\n"); // the name was said in clear
                assertTrue(client.hear().startsWith("-ERR USER comes right before PASS"));
                client.say("STLS\r\n");
                assertEquals("-ERR TLS cannot be started\r\n", client.hear());
                client.say("USER anna\r\nPASS pw\r\n");
                var said = client.hear();
                while (!said.contains("Signed in")) said += client.hear();
                assertTrue(said.startsWith("+OK And the password\r\n+OK Signed in"), said);
                client.say("QUIT\r\n");
                assertEquals("+OK Goodbye\r\n", client.hear());
            }
        }));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
