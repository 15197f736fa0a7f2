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
import sigillo.rules.Listing;
import sigillo.sieve.SieveLimits;
import sigillo.store.UnreadableStore;

/** What time and size do to a conversation, and what any octets do. */
@Timeout(60)
class SieveWireTest {

    private static SieveDoorSettings quick(Duration stranger, Duration idle, Duration command) {
        return new SieveDoorSettings(true, new SieveDoorLimits(stranger, idle, command, Duration.ofSeconds(5), 30, 20, 4,
            Duration.ofMillis(1), 2, Duration.ofMillis(50)));
    }

    @Test void theTimerHasHalfAnHourAtLeast() {
        assertTrue(SieveDoorLimits.DEFAULT.idleMax().compareTo(Duration.ofMinutes(30)) >= 0);
    }

    /** The largest script comes and goes as it is; one octet more has a code, and the conversation goes on. */
    @Test void theLargestScript() {
        var house = new House(House.OPEN);
        var script = ("# " + "é".repeat(30) + "\r\n").repeat(3_000).getBytes(StandardCharsets.UTF_8);
        script = java.util.Arrays.copyOf(script, SieveLimits.SCRIPT_OCTETS_MAX - 2);
        java.util.Arrays.fill(script, script.length - 100, script.length, (byte) ' ');
        var whole = java.util.Arrays.copyOf(script, SieveLimits.SCRIPT_OCTETS_MAX);
        whole[whole.length - 2] = '\r';
        whole[whole.length - 1] = '\n';
        try (var talk = Talk.signedIn(house)) {
            assertEquals("OK \"Done\"", talk.put("large", whole));
            assertEquals("{131072}", talk.ask("GETSCRIPT \"large\""));
            assertEquals(new String(whole, StandardCharsets.ISO_8859_1), talk.literal(131_072));
            assertEquals("", talk.line());
            assertEquals("OK \"Done\"", talk.line());
            assertEquals("NO (QUOTA/MAXSIZE) \"A script has 131072 octets at most\"", talk.put("larger", new byte[131_073]));
            assertEquals("NO (QUOTA/MAXSIZE) \"A script has 131072 octets at most\"", talk.put("larger", new byte[4_000_000]));
            assertEquals("\"large\"", talk.ask("LISTSCRIPTS"));
            assertEquals("OK \"Done\"", talk.line());
        }
    }

    /** Before sign-in there is no room for a script. */
    @Test void aStrangerHoldsLittle() {
        try (var talk = Talk.begun(new House(House.OPEN))) {
            assertEquals("NO \"The string is too large\"", talk.put("a", new byte[20_000]));
            assertEquals("NO \"The line is too long\"", talk.ask("NOOP \"" + "x".repeat(13_000) + "\""));
            assertEquals("NO \"Sign in first\"", talk.ask("LISTSCRIPTS"));
        }
        try (var talk = Talk.begun(new House(House.STRICT))) {
            assertEquals("NO \"The line is too long\"", talk.ask("NOOP \"" + "x".repeat(1_024) + "\""));
        }
    }

    private static Listener listener(House house) throws IOException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Listener.open(ListenerSettings.of("managesieve", anywhere, false), Optional.empty(), house.protocol(Optional.empty()));
    }

    /** RFC 5804 section 1.3: who was quiet is told before he is left, in whatever he was. */
    @TestFactory Stream<DynamicTest> whoIsQuietIsTold() {
        var in = "AUTHENTICATE \"PLAIN\" \"AGFubmEAcHc=\"\r\n";
        return Stream.of("", in, in + "PUTSCRIPT \"a\" {100+}\r\nkeep", "AUTHENTICATE \"PLAIN\"\r\n").map(said -> DynamicTest.dynamicTest("'" + said + "'", () -> {
            var house = new House(quick(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300)));
            try (var listener = listener(house); var socket = new Socket(listener.address().getAddress(), listener.address().getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                var heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(heard.endsWith("BYE \"Nothing came for too long\"\r\n"), heard);
            }
            assertTrue(house.rules.listing(House.ANNA).scripts().isEmpty());
        }));
    }

    /** RFC 5804 section 1.3: it may come again. */
    @Test void aStopIsTold() throws Exception {
        try (var listener = listener(new House(House.OPEN)); var socket = new Socket(listener.address().getAddress(), listener.address().getPort())) {
            socket.setSoTimeout(10_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            while (!in.readLine().startsWith("OK")) continue;
            listener.stop(Duration.ofSeconds(5));
            assertEquals("BYE (TRYLATER) \"The server is stopping\"", in.readLine());
        }
    }

    /** Half a script is none. */
    @Test void whoLeavesInTheMiddleHasPutNothing() {
        var house = new House(House.OPEN);
        try (var talk = Talk.signedIn(house)) {
            talk.send("PUTSCRIPT \"a\" {12+}\r\nkeep;");
            talk.end();
        }
        assertTrue(house.rules.listing(House.ANNA).scripts().isEmpty());
    }

    @Test void aStoreThatFailsIsNoFaultOfTheClient() {
        var store = new UnreadableStore();
        var house = new House(store, House.OPEN);
        try (var talk = Talk.signedIn(house)) {
            assertEquals("OK \"Done\"", talk.put("a", "keep;".getBytes(StandardCharsets.US_ASCII)));
            store.fail();
            assertEquals("NO (TRYLATER) \"The scripts cannot be reached now\"", talk.ask("LISTSCRIPTS"));
            assertEquals("NO (TRYLATER) \"The scripts cannot be reached now\"", talk.put("b", "keep;".getBytes(StandardCharsets.US_ASCII)));
            store.recover();
            assertEquals("\"a\"", talk.ask("LISTSCRIPTS"));
            assertEquals("OK \"Done\"", talk.line());
        }
    }

    /** The door takes any octets, and goes on or ends: no fault of ours is ever told. */
    @TestFactory Stream<DynamicTest> anyOctets() {
        return Stream.of(1L, 2L, 3L, 4L, 5L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var house = new House(House.OPEN);
            for (int i = 0; i < 40; i++) {
                var talk = random.nextBoolean() ? Talk.begun(house) : Talk.signedIn(house);
                for (int n = random.nextInt(30); n > 0; n--) talk.send(said(random));
                var end = talk.end();
                assertFalse(end.contains("through no fault of yours"), end);
            }
            assertTrue(house.rules.listing(House.ANNA).scripts().stream().filter(Listing.Entry::isActive).count() <= 1);
            try (var talk = Talk.signedIn(house)) {
                assertTrue(talk.ask("NOOP").startsWith("OK"));
            }
        }));
    }

    private static final String[] WORDS = {"AUTHENTICATE", "\"PLAIN\"", "\"LOGIN\"", "\"AGFubmEAcHc=\"", "STARTTLS", "LOGOUT", "CAPABILITY", "HAVESPACE", "PUTSCRIPT",
        "LISTSCRIPTS", "SETACTIVE", "GETSCRIPT", "DELETESCRIPT", "RENAMESCRIPT", "CHECKSCRIPT", "NOOP", "UNAUTHENTICATE", "\"a\"", "\"b\"", "\"\"", "\"keep;\"",
        "{5+}\r\nkeep;", "{3+}\r\nfoo", "{0+}\r\n", "{9+}", "{9}", "0", "5", "-1", "99999999999", "\"*\"", "\u0000", "\u00FF", "\n", "\r", "x".repeat(2_000)};

    private static String said(Random random) {
        var said = new StringBuilder();
        for (int n = random.nextInt(5); n >= 0; n--) said.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(6) == 0 ? "" : " ");
        return said.toString().strip() + (random.nextInt(10) == 0 ? "" : "\r\n");
    }
}
