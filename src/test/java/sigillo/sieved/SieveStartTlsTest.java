package sigillo.sieved;

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

/** B21 (mox e775a32): what comes in the clear behind STARTTLS. RFC 5804 section 2.2. */
@Timeout(60)
class SieveStartTlsTest {
    @TempDir static Path folder;
    private static Listener listener;

    @BeforeAll static void open() throws Exception {
        var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, "mx.home.example"))));
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = Listener.open(ListenerSettings.of("managesieve", anywhere, false), tls, new House(House.STRICT).protocol(tls));
    }

    @AfterAll static void close() { listener.close(); }

    @Test void commandsBehindItAreNeverRun() throws Exception {
        try (var socket = new Socket(listener.address().getAddress(), listener.address().getPort())) {
            socket.setSoTimeout(10_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertTrue(greeting(in).contains("\"STARTTLS\"\n"));
            say(socket, "STARTTLS\r\nNOOP \"mallory\"\r\nCAPABILITY\r\n");
            assertEquals("OK \"Begin TLS\"", in.readLine());
            say(socket, "NOOP\r\n"); // no handshake either
            var rest = new StringBuilder();
            try {
                for (int c; (c = in.read()) >= 0; ) rest.append((char) c);
            } catch (IOException cut) {
                rest.append("(cut)");
            }
            assertFalse(rest.toString().contains("OK") || rest.toString().contains("mallory"), rest.toString());
        }
    }

    private static String greeting(BufferedReader in) throws IOException {
        var all = new StringBuilder();
        for (var line = in.readLine(); ; line = in.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith("OK")) return all.toString();
        }
    }

    /** Its octets may come with the command, all or some of them; then everything begins anew, capabilities unasked. */
    @TestFactory Stream<DynamicTest> aHelloThatComesEarlyWorks() {
        return Stream.of(-1, 0, 1, 5, 100).map(early -> DynamicTest.dynamicTest(early + " octets early", () -> {
            try (var client = EarlyHello.connect(listener.address(), "NOOP \"before\"\r\nSTARTTLS\r\n", early, "OK \"Begin")) {
                var capabilities = hear(client, "\"TLS is there\"");
                assertTrue(capabilities.contains("\"SASL\" \"PLAIN LOGIN\""), capabilities);
                assertFalse(capabilities.contains("STARTTLS") || capabilities.contains("before"), capabilities);
                client.say("STARTTLS\r\n");
                assertEquals("NO \"TLS cannot be started\"\r\n", client.hear());
                client.say("AUTHENTICATE \"PLAIN\" \"AGFubmEAcHc=\"\r\n");
                assertEquals("OK \"Signed in\"\r\n", client.hear());
                client.say("LOGOUT\r\n");
                assertEquals("OK \"Goodbye\"\r\n", client.hear());
            }
        }));
    }

    private static String hear(EarlyHello client, String end) throws Exception {
        var all = new StringBuilder(client.hear());
        while (!all.toString().contains(end)) all.append(client.hear());
        return all.toString();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
