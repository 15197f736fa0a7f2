package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FETCH of the flags of all messages, which is told by what is kept of the mailbox, says what FETCH of each of them says. */
class FlagsOfAllTest {
    private static final int MESSAGES = 450;
    private static final List<String> FLAGS = List.of("\\Seen", "\\Answered", "\\Flagged", "\\Draft", "\\Deleted", "tag");
    @TempDir Path folder;
    private House house;

    @BeforeEach void fill() throws IOException {
        house = new House(folder, House.OPEN);
        for (int i = 0; i < MESSAGES; i++) house.deliver("INBOX", ("Subject: " + i + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Test void saysWhatEachSays() {
        var random = new Random(5);
        try (var talk = Talk.signedIn(house)) {
            assertTrue(talk.ask("s SELECT INBOX").contains("* " + MESSAGES + " RECENT"));
            for (int round = 0; round < 8; round++) {
                for (var items : List.of("FLAGS", "UID FLAGS", "FLAGS UID", "FLAGS FLAGS")) same(talk, items, "FETCH 1:*");
                same(talk, "FLAGS", "UID FETCH 1:*");
                int first = 1 + random.nextInt(400);
                var flag = FLAGS.get(random.nextInt(FLAGS.size()));
                talk.ask("t STORE " + first + ":" + (first + 40) + " " + (random.nextInt(4) == 0 ? "-" : "+") + "FLAGS.SILENT (" + flag + ")");
                if (round == 5) talk.ask("e EXPUNGE");
                if (round == 6) house.deliver("INBOX", "Subject: one more\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                talk.ask("n NOOP");
            }
        }
        try (var later = Talk.signedIn(house)) { // of whom nothing but the last is recent
            later.ask("s SELECT INBOX");
            same(later, "UID FLAGS", "FETCH 1:*");
            later.ask("e ENABLE IMAP4rev2");
            same(later, "UID FLAGS", "FETCH 1:*");
            later.ask("e ENABLE UIDONLY");
            assertEquals(each(later, "FLAGS", "UID FETCH"), fetched(later.ask("a UID FETCH 1:* (FLAGS)")));
        }
    }

    private static void same(Talk talk, String items, String fetch) {
        var all = fetched(talk.ask("a " + fetch + " (" + items + ")"));
        assertEquals(each(talk, items, fetch.replace(" 1:*", "")), all);
        assertTrue(all.size() > 200, all.size() + " responses");
    }

    /** Some at a time, which are read with each message. */
    private static List<String> each(Talk talk, String items, String fetch) {
        var each = new ArrayList<String>();
        for (int from = 1; from <= MESSAGES + 1; from += 50) {
            // by number there is an end
            var range = fetch.startsWith("UID") ? from + ":" + (from + 49) : from + ":" + Math.min(from + 49, exists(talk));
            if (fetch.startsWith("UID") || from <= exists(talk)) each.addAll(fetched(talk.ask("b " + fetch + " " + range + " (" + items + ")")));
        }
        return each;
    }

    private static int exists(Talk talk) {
        var said = talk.ask("x STATUS INBOX (MESSAGES)");
        return Integer.parseInt(said.substring(said.indexOf("MESSAGES ") + 9, said.indexOf(')')));
    }

    private static List<String> fetched(String answer) {
        assertTrue(answer.lines().reduce((_, last) -> last).orElseThrow().contains(" OK "), answer);
        return answer.lines().filter(line -> line.contains(" FETCH (") || line.contains(" UIDFETCH (")).toList();
    }

    /** Those that somebody else has expunged are not told; their numbers stay. */
    @Test void whatIsGoneIsNotTold() {
        try (var talk = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            talk.ask("a FETCH 1:* FLAGS");
            other.ask("s SELECT INBOX");
            other.ask("t STORE 3:4 +FLAGS.SILENT (\\Deleted)");
            other.ask("e EXPUNGE");
            var said = talk.ask("b FETCH 1:* FLAGS");
            assertTrue(said.contains("* 2 FETCH") && !said.contains("* 3 FETCH") && !said.contains("* 4 FETCH") && said.contains("* 5 FETCH"), said);
            assertTrue(said.contains("b NO [EXPUNGEISSUED]"), said);
        }
    }
}
