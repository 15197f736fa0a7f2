package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FETCH of many messages, which are read on another core while others are told, says what FETCH of a few says. */
class FetchAheadTest {
    private static final int MESSAGES = 650;
    private static final List<String> ITEMS = List.of("ENVELOPE", "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE", "BODY.PEEK[]",
        "FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)]", "BODY.PEEK[1]<3.5>", "BINARY.PEEK[1]", "PREVIEW", "RFC822.SIZE");
    @TempDir Path folder;
    private House house;

    @BeforeEach void fill() throws IOException {
        house = new House(folder, House.OPEN);
        for (int i = 0; i < MESSAGES; i++) {
            var text = i % 100 == 7 ? "long line ".repeat(20_000) : "text " + i; // some are of several chunks, and of more than is read ahead
            house.deliver("INBOX", ("From: a@b.test\r\nSubject: " + i + "\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test void saysWhatFewSay() {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            for (var items : ITEMS) {
                var all = talk.ask("a FETCH 1:* (" + items + ")");
                assertTrue(all.endsWith("a OK Fetch completed"), () -> all.substring(Math.max(0, all.length() - 200)));
                var each = new StringBuilder();
                for (int from = 1; from <= MESSAGES; from += 130) {
                    var few = talk.ask("b FETCH " + from + ":" + (from + 129) + " (" + items + ")");
                    each.append(few, 0, few.lastIndexOf("b OK"));
                }
                assertEquals(each.toString(), all.substring(0, all.lastIndexOf("a OK")), items);
            }
        }
    }

    /** As RFC 2180 section 4.1.2 has it: those that another has expunged are not told, and their numbers stay. */
    @Test void saysWhichAreGone() {
        try (var talk = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            other.ask("s SELECT INBOX");
            other.ask("t STORE 5,300,420:430 +FLAGS.SILENT (\\Deleted)");
            other.ask("e EXPUNGE");
            var said = talk.ask("a FETCH 1:* (ENVELOPE)");
            assertEquals(MESSAGES - 13, said.lines().filter(line -> line.contains(" FETCH (ENVELOPE")).count());
            assertTrue(said.contains("* 431 FETCH (ENVELOPE (NIL \"430\""), "numbers stay");
            assertTrue(said.contains("a NO [EXPUNGEISSUED]"));
        }
    }

    /** What is marked as seen by being told is not read ahead; each is marked once. */
    @Test void marksAllAsSeen() {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            talk.ask("a FETCH 1:* (BODY[TEXT])");
            assertTrue(talk.ask("c STATUS INBOX (UNSEEN)").contains("UNSEEN 0"));
        }
    }
}
