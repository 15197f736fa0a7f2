package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.ForwardingStore;
import sigillo.store.memory.MemoryStore;

/**
 * Whatever a client sends: the conversation goes on or ends, nothing is thrown, nothing hangs, nothing is told of our
 * inside.
 */
@Timeout(60)
class HostileInputTest {
    @TempDir static Path folder;
    private static House house;

    @BeforeAll static void open() throws Exception {
        house = new House(folder, House.OPEN);
        var parts = "Subject: one\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n";
        house.deliver("INBOX", parts.getBytes(StandardCharsets.US_ASCII));
        house.deliver("INBOX", "Subject: two\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test void aLineWithoutEndIsReadAwayAndAnswered() {
        try (var talk = Talk.signedIn(house)) {
            talk.send("a NOOP ");
            var mebibyte = new byte[1 << 20];
            Arrays.fill(mebibyte, (byte) 'A');
            for (int i = 0; i < 64; i++) talk.send(mebibyte);
            talk.send("\r\nb NOOP\r\n");
            assertEquals("a BAD Command is too long", talk.line());
            assertEquals("b OK Nothing done", talk.line());
        }
    }

    @Test void anAnswerWithoutEndEndsTheExchange() {
        try (var talk = new Talk(house)) {
            talk.line();
            talk.send("a AUTHENTICATE PLAIN\r\n");
            assertEquals("+ ", talk.line());
            var mebibyte = new byte[1 << 20];
            Arrays.fill(mebibyte, (byte) 'A');
            talk.send(mebibyte);
            talk.send("\r\nb NOOP\r\n");
            assertEquals("a BAD Command is too long", talk.line());
            assertEquals("b OK Nothing done", talk.line());
        }
    }

    @Test void aLiteralThatNobodyWantsIsReadAwayAndAnswered() {
        try (var talk = Talk.signedIn(house)) {
            talk.send("a APPEND INBOX {33554432+}\r\n");
            for (int i = 0; i < 32; i++) talk.send(new byte[1 << 20]);
            talk.send("\r\nb LIST \"\" {1048576+}\r\n");
            talk.send(new byte[1 << 20]);
            talk.send(" x\r\nc NOOP\r\n");
            assertEquals("a NO [TOOBIG] The message is too large", talk.line());
            assertEquals("b BAD No literal of this length is taken here", talk.line());
            assertEquals("c OK Nothing done", talk.line());
        }
    }

    @Test void whatNobodyCanSendEndsTheConversation() {
        try (var talk = Talk.signedIn(house)) {
            talk.send("a APPEND INBOX {999999999999999+}\r\nx");
            assertEquals("* BYE That was too much", talk.line());
        }
    }

    /**
     * RFC 9051 section 7.1.3: BAD says that a command was wrong, and no more. Searches for octets that are no UTF-8, however they
     * are sent, and with each an APPEND behind it that was not waited for, as imaptest of Dovecot does it.
     */
    @Test void anAppendBehindABadSearchIsKept() {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            var text = "Subject: x\r\n\r\ny\u00ff\r\n";
            var append = "b APPEND INBOX {" + text.length() + "+}\r\n" + text + "\r\n";
            for (var string : List.of("\"\u00e9x\"", "{2+}\r\n\u00e9x", "\u00e9x", "\"x", "{2+}\r\nx\0", "{1+}\r\na {1+}\r\n\u00e9")) {
                for (var search : List.of("SEARCH BODY ", "UID SEARCH CHARSET UTF-8 TEXT ", "SORT (DATE) UTF-8 BODY ", "THREAD REFERENCES UTF-8 HEADER X ")) {
                    talk.send(("a " + search + string + "\r\n" + append).getBytes(StandardCharsets.ISO_8859_1));
                    assertTrue(talk.answer("a").contains("a BAD "), search + string);
                    assertTrue(talk.answer("b").contains("b OK [APPENDUID "), search + string);
                }
            }
        }
    }

    @Test void strangersHaveFewCommands() {
        try (var talk = new Talk(house)) {
            talk.line();
            for (int i = 0; i < 30; i++) assertEquals("a OK Nothing done", talk.ask("a NOOP"));
            talk.send("a NOOP\r\n");
            assertEquals("* BYE Too many commands", talk.line());
        }
    }

    @TestFactory Stream<DynamicTest> anyOctets() {
        return Stream.of(1L, 2L, 3L, 4L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> rounds(seed, 60)));
    }

    @Tag("long")
    @TestFactory Stream<DynamicTest> anyOctetsForLong() {
        return Stream.iterate(100L, s -> s + 1).limit(40)
            .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> rounds(seed, 2_000)));
    }

    private static void rounds(long seed, int count) {
        var random = new Random(seed);
        for (int i = 0; i < count; i++) {
            var talk = random.nextInt(4) == 0 ? new Talk(house) : Talk.signedIn(house);
            if (random.nextBoolean()) talk.send("s SELECT INBOX\r\n");
            for (int n = random.nextInt(8); n-- > 0; ) talk.send(noise(random));
            var said = talk.end();
            for (var inside : List.of("Exception", "\tat ", "java.")) assertFalse(said.contains(inside), said);
            assertTrue(said.isEmpty() || said.endsWith("\r\n"), said);
        }
    }

    private static final List<String> PIECES = List.of(
        "a ", "UID ", "FETCH ", "STORE ", "SEARCH ", "LIST ", "APPEND INBOX ", "COPY ", "MOVE ", "STATUS INBOX ",
        "IDLE\r\n", "DONE\r\n", "SELECT INBOX", "EXAMINE INBOX", "CLOSE", "UNSELECT", "EXPUNGE", "CREATE x&",
        "RENAME x y", "DELETE x", "ENABLE UTF8=ACCEPT", "LOGIN anna pw", "AUTHENTICATE PLAIN\r\n",
        "1:* ", "*", "$", "4294967295", "(FLAGS)", "BODY[1.MIME]", "BODY[", "BODYSTRUCTURE", "ENVELOPE",
        "BINARY.PEEK[1]", "<0.5>", "(CHANGEDSINCE 1)", "+FLAGS (\\Seen)", "NOT ", "OR ", "TEXT x", "HEADER a b",
        "RETURN (SAVE)", "INBOX", "abc", " ", "(", ")", "\"", "\\", "{3}\r\n", "{3+}\r\n", "~{2+}\r\n", "\r\n", "\n",
        "\0", "\u00ff");

    private static byte[] noise(Random random) {
        if (random.nextInt(10) == 0) {
            var octets = new byte[random.nextInt(200)];
            random.nextBytes(octets);
            return octets;
        }
        var text = new StringBuilder();
        for (int n = random.nextInt(10); n-- > 0; ) text.append(PIECES.get(random.nextInt(PIECES.size())));
        if (random.nextInt(3) > 0) text.append("\r\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A command is not read before it is whole, and a message of a stranger is not taken. */
    @Test void literalsOfStrangersCostNothing() {
        var urls = new StringBuilder(" x");
        while (urls.length() < 37_000) urls.append(" CATENATE (URL \"\"").append(" URL \"\"".repeat(99)).append(')');
        var literals = " CATENATE (" + "URL {1+}\r\nx ".repeat(50) + "URL \"\")\r\n";
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var talk = new Talk(house)) {
            talk.line();
            long before = threads.getTotalThreadAllocatedBytes();
            talk.send("a APPEND" + urls + literals);
            assertEquals("a BAD Sign in first", talk.line());
            talk.send("b XAPPEND" + urls + literals);
            assertEquals("b BAD Unknown command", talk.line());
            long allocated = threads.getTotalThreadAllocatedBytes() - before;
            assertTrue(allocated < 32L << 20, allocated + " octets");
        }
    }

    /** URLs are short, what they name is long: it is counted before anything of it is kept. */
    @Test void whatUrlsNameCountsBeforeItIsKept() throws IOException {
        var puts = new AtomicInteger();
        var store = new ForwardingStore(new MemoryStore()) {
            @Override protected void put(Bytes id, Octets octets) throws IOException {
                puts.incrementAndGet();
                super.put(id, octets);
            }
        };
        var full = new House(store, folder.resolve("full"), House.OPEN);
        full.deliver("INBOX", ("Subject: x\r\n\r\n" + "a".repeat(40_000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        int before = puts.get();
        var url = " CATENATE (URL \"/INBOX/;UID=1\")";
        try (var talk = Talk.signedIn(full)) {
            assertEquals("a NO [TOOBIG] The message is too large", talk.ask("a APPEND INBOX" + url.repeat(150)));
            full.octetsMax = OptionalLong.of(1_000_000);
            assertEquals("b NO [OVERQUOTA] The account holds as much as it may", talk.ask("b APPEND INBOX" + url.repeat(50)));
            assertEquals(before, puts.get(), "written for nothing");
            assertTrue(talk.ask("c APPEND INBOX" + url.repeat(20)).startsWith("c OK [APPENDUID "));
        }
    }

    /** What all connections of one account have on its way in: others need the spool too. */
    @Test void anAccountHasItsShareOfTheSpool() throws IOException {
        var shared = new House(folder.resolve("shared"), House.keeping(100, 100_000));
        try (var one = Talk.signedIn(shared); var other = Talk.signedIn(shared)) {
            one.send("a APPEND INBOX {60000}\r\n");
            assertEquals("+ Go ahead", one.line());
            assertEquals("b NO [LIMIT] There is no room for the message now", other.ask("b APPEND INBOX {60000}"));
            other.send("c APPEND INBOX {30000}\r\n");
            assertEquals("+ Go ahead", other.line());
            one.send("x".repeat(60_000) + "\r\n");
            assertTrue(one.line().startsWith("a OK "));
            other.send("x".repeat(30_000) + " {70000+}\r\n" + "y".repeat(70_000) + "\r\n");
            assertTrue(other.line().startsWith("c OK "));
            assertEquals("d NO [LIMIT] There is no room for the message now", other.ask("d APPEND INBOX {100001}"));
        }
    }

    /** RFC 9051 section 4.3: no literal of BODY[] has NUL, and what base64 makes longer is held to the limit as well. */
    @Test void binaryMessagesAreKeptInAsciiOrNotAtAll() throws IOException {
        var binary = new House(folder.resolve("binary"), House.OPEN);
        try (var talk = Talk.signedIn(binary)) {
            talk.send("a APPEND INBOX ~{17+}\r\nSubject: x\0\r\n\r\nab\r\n");
            assertEquals("a NO [CANNOT] NUL stands where no encoding can help", talk.line());
            var head = "Content-Transfer-Encoding: binary\r\n\r\n";
            talk.send("b APPEND INBOX ~{" + (head.length() + 900_000) + "+}\r\n" + head + "\0".repeat(900_000) + "\r\n");
            assertEquals("b NO [TOOBIG] The message is too large", talk.line());
            talk.send("c APPEND INBOX ~{" + (head.length() + 3) + "+}\r\n" + head + "a\0b\r\n");
            assertTrue(talk.line().startsWith("c OK "));
            // who says NUL in a literal that may hold none gets back what came
            talk.send("d APPEND INBOX {" + (head.length() + 3) + "+}\r\n" + head + "a\0b\r\n");
            assertTrue(talk.line().startsWith("d OK "));
            talk.ask("e SELECT INBOX");
            var answer = talk.ask("f FETCH 2 BODY.PEEK[]");
            assertTrue(answer.contains("a\0b"), answer);
        }
        assertEquals(2, binary.anna.mailbox("INBOX").orElseThrow().counts().emails());
    }
}
