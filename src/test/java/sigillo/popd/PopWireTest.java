package sigillo.popd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;

/** What time does to a conversation, and what any octets do: RFC 1939 section 3. */
@Timeout(60)
class PopWireTest {
    private static final PopLimits QUICK = new PopLimits(
        Duration.ofMillis(700), Duration.ofMillis(1_200), Duration.ofMillis(600), Duration.ofSeconds(5), 30, 20, 4,
        Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(30), 5_000, 1_000, Duration.ofHours(1));

    private final House house = new House(new PopSettings(true, QUICK));

    private Listener listener() throws IOException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Listener.open(ListenerSettings.of("pop3", anywhere, false), Optional.empty(), house.protocol(Optional.empty()));
    }

    private record Client(Socket socket, BufferedReader in) implements AutoCloseable {
        static Client of(Listener listener) throws IOException {
            var socket = new Socket(listener.address().getAddress(), listener.address().getPort());
            socket.setSoTimeout(20_000);
            var client = new Client(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
            assertEquals("+OK POP3 ready", client.in.readLine());
            return client;
        }

        String ask(String line) throws IOException {
            say(line + "\r\n");
            return in.readLine();
        }

        void say(String text) throws IOException { socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII)); }

        /** All that comes until the server closes. */
        String rest() throws IOException {
            var rest = new StringBuilder();
            for (int c; (c = in.read()) >= 0; ) rest.append((char) c);
            return rest.toString();
        }

        @Override public void close() throws IOException { socket.close(); }
    }

    @Test void theTimerHasTenMinutesAtLeast() { assertTrue(PopLimits.DEFAULT.idleMax().compareTo(Duration.ofMinutes(10)) >= 0); }

    @Test void whoIsQuietIsLeftWithoutAWordAndHasDeletedNothing() throws Exception {
        house.deliver("INBOX", "a: 1\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var listener = listener(); var client = Client.of(listener)) {
            assertEquals("+OK Signed in", client.ask("AUTH PLAIN AGFubmEAcHc="));
            assertEquals("+OK Deleted at QUIT", client.ask("DELE 1"));
            assertEquals("", client.rest());
        }
        assertEquals(1, house.held("INBOX"));
        try (var listener = listener(); var client = Client.of(listener)) { // and the lock is free
            assertEquals("+OK Signed in", client.ask("AUTH PLAIN AGFubmEAcHc="));
        }
    }

    @Test void eachCommandBeginsTheTimerAnew() throws Exception {
        try (var listener = listener(); var client = Client.of(listener)) {
            client.ask("AUTH PLAIN AGFubmEAcHc=");
            for (int i = 0; i < 5; i++) {
                Thread.sleep(500);
                assertEquals("+OK Nothing done", client.ask("NOOP"));
            }
        }
    }

    @Test void aStrangerHasSoLongInAll() throws Exception {
        try (var listener = listener(); var client = Client.of(listener)) {
            long begun = System.nanoTime();
            try {
                while (System.nanoTime() - begun < 10_000_000_000L && client.ask("NOOP") != null) Thread.sleep(100);
            } catch (IOException closed) {
                // it was cut while we wrote
            }
            assertTrue(System.nanoTime() - begun < 8_000_000_000L, "it went on");
        }
    }

    @Test void aCommandMustComeInItsTime() throws Exception {
        try (var listener = listener(); var client = Client.of(listener)) {
            client.ask("AUTH PLAIN AGFubmEAcHc=");
            long begun = System.nanoTime();
            try {
                for (char c : "NOOP nothing that ends".toCharArray()) {
                    client.say(String.valueOf(c));
                    Thread.sleep(100);
                }
                assertEquals("", client.rest());
            } catch (IOException closed) {
                // it was cut while we wrote
            }
            assertTrue(System.nanoTime() - begun < 10_000_000_000L);
        }
    }

    @Test void aStopIsToldAndDeletesNothing() throws Exception {
        house.deliver("INBOX", "a: 1\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var listener = listener(); var client = Client.of(listener)) {
            client.ask("AUTH PLAIN AGFubmEAcHc=");
            client.ask("DELE 1");
            listener.stop(Duration.ofSeconds(5));
            assertEquals("-ERR [SYS/TEMP] The server is stopping; nothing was deleted\r\n", client.rest());
        }
        assertEquals(1, house.held("INBOX"));
    }

    /** RFC 1939 section 3: 512 octets with the CRLF, whatever a client has said. */
    @Test void noStatusIsLong() throws Exception {
        try (var talk = new Talk(new House(House.OPEN))) {
            assertTrue(talk.line().length() <= 510);
            for (var said : new String[] {"USER " + "x".repeat(900), "AUTH " + "x".repeat(900), "x".repeat(1_000), "PASS " + "x".repeat(900),
                "LIST " + "9".repeat(900), "USER " + "x".repeat(20_000)}) {
                var status = talk.ask(said);
                assertTrue(status.matches("(\\+OK|-ERR) .*") && status.length() <= 510, status);
            }
        }
    }

    /** The door takes any octets, and goes on or ends: no fault of ours is ever told. */
    @TestFactory Stream<DynamicTest> anyOctets() {
        return Stream.of(1L, 2L, 3L, 4L, 5L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var home = new House(House.OPEN);
            home.deliver("INBOX", "Subject: x\r\n\r\n.y\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 40; i++) {
                var talk = random.nextBoolean() ? new Talk(home) : Talk.signedIn(home);
                for (int n = random.nextInt(30); n > 0; n--) talk.send(said(random));
                var end = talk.end();
                assertTrue(!end.contains("through no fault of yours"), end);
            }
            try (var talk = Talk.signedIn(home)) {
                assertTrue(talk.ask("STAT").startsWith("+OK"));
            }
        }));
    }

    private static final String[] WORDS = {"USER", "anna", "PASS", "pw", "AUTH", "PLAIN", "LOGIN", "=", "AGFubmEAcHc=", "CAPA", "STLS", "STAT", "LIST",
        "RETR", "TOP", "UIDL", "DELE", "RSET", "NOOP", "1", "0", "2", "-1", "99999999999", "*", "\u0000", "\u00FF", "\n", "\r", "x".repeat(2_000)};

    private static String said(Random random) {
        var said = new StringBuilder();
        for (int n = random.nextInt(5); n >= 0; n--) said.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(4) == 0 ? "" : " ");
        return said.toString().strip() + (random.nextInt(10) == 0 ? "" : "\r\n");
    }
}
