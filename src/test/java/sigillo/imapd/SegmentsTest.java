package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * B05 (stalwart#765): iOS 18 sends the command that follows DONE in the same packet. However a conversation is cut into
 * segments, each command is answered, in order. RFC 2177 section 3, RFC 9051 section 5.5.
 */
class SegmentsTest {
    private static final String AFTER_IDLE = "DONE\r\na2 NOOP\r\na3 STATUS INBOX (MESSAGES)\r\n";
    private static final List<String> ANSWERS =
        List.of("a1 OK Idle completed", "a2 OK Nothing done", "* STATUS \"INBOX\" (MESSAGES 0)",
            "a3 OK Status completed");
    @TempDir static Path folder;
    private static House quiet;

    @BeforeAll static void open() throws Exception { quiet = new House(folder.resolve("quiet"), House.OPEN); }

    @TestFactory Stream<DynamicTest> doneAndMore() {
        return IntStream.range(0, AFTER_IDLE.length()).mapToObj(at -> DynamicTest.dynamicTest("cut at " + at, () -> {
            try (var talk = Talk.signedIn(quiet)) {
                talk.send("a1 IDLE\r\n");
                assertEquals("+ Idling", talk.line());
                talk.send(AFTER_IDLE.substring(0, at));
                talk.send(AFTER_IDLE.substring(at));
                assertEquals(ANSWERS, lines(talk, 4));
            }
        }));
    }

    @TestFactory Stream<DynamicTest> doneBeforeTheInvitation() {
        return Stream.of(1, 2, 3, 7, 1000).map(size -> DynamicTest.dynamicTest("pieces of " + size, () -> {
            try (var talk = Talk.signedIn(quiet)) {
                pieces(talk, "a1 IDLE\r\n" + AFTER_IDLE, size);
                assertEquals("+ Idling", talk.line());
                assertEquals(ANSWERS, lines(talk, 4));
            }
        }));
    }

    @TestFactory Stream<DynamicTest> aWholeConversationInPieces() {
        return Stream.of(1, 2, 5, 13, 64, 5000).map(size -> DynamicTest.dynamicTest("pieces of " + size, () -> {
            try (var talk = new Talk(new House(folder.resolve("c" + size), House.OPEN))) {
                talk.line();
                pieces(talk, "a LOGIN {4+}\r\nanna {2+}\r\npw\r\n"
                    + "b APPEND INBOX {23+}\r\nSubject: x\r\n\r\nOne.\r\n.\r\n\r\n"
                    + "c SELECT INBOX\r\nd IDLE\r\nDONE\r\ne FETCH 1 BODY[TEXT]\r\nf LOGOUT\r\n", size);
                var said = new ArrayList<String>();
                for (var line = talk.line(); ; line = talk.line()) {
                    said.add(line);
                    if (line.startsWith("f ")) break;
                }
                var tagged = said.stream().filter(l -> l.matches("[a-f] .*")).map(l -> l.substring(0, 4)).toList();
                assertEquals(List.of("a OK", "b OK", "c OK", "d OK", "e OK", "f OK"), tagged);
                assertEquals(1, said.stream().filter("* 1 FETCH (BODY[TEXT] {9}"::equals).count());
            }
        }));
    }

    private static void pieces(Talk talk, String text, int size) {
        for (int at = 0; at < text.length(); at += size) {
            talk.send(text.substring(at, Math.min(text.length(), at + size)));
        }
    }

    private static List<String> lines(Talk talk, int count) {
        return Stream.generate(talk::line).limit(count).toList();
    }
}
