package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountLimits;

/** RFC 9051 section 7.1: PERMANENTFLAGS offers new keywords as long as there may be some. */
@Timeout(60)
class KeywordLimitTest {
    private static final int OF_ONE = 100;

    @TempDir Path folder;

    @Test void theLastOneIsTold() throws Exception {
        var house = new House(folder, House.OPEN);
        int messages = AccountLimits.KEYWORDS_OF_ACCOUNT_MAX / OF_ONE;
        for (int i = 0; i < messages; i++) house.deliver("INBOX", "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            for (int message = 1; message <= messages; message++) {
                var words = keywords((message - 1) * OF_ONE, message < messages ? OF_ONE : OF_ONE - 1);
                assertTrue(offers(talk.ask("b STORE " + message + " +FLAGS.SILENT (" + words + ")")), "there is room for one more");
            }
            var last = talk.ask("c STORE 1 +FLAGS.SILENT (last)");
            assertTrue(last.contains("PERMANENTFLAGS") && !offers(last), last);
            var beyond = talk.ask("d STORE 1 +FLAGS.SILENT (beyond)");
            assertTrue(beyond.contains("PERMANENTFLAGS") && !offers(beyond), beyond);
            assertTrue(beyond.endsWith("d NO [LIMIT] There are too many keywords"), beyond);
            assertEquals("e OK Store completed", talk.ask("e STORE 2 +FLAGS.SILENT (last)"));
            assertFalse(offers(talk.ask("f SELECT INBOX")));
            talk.ask("g STORE 1:2 -FLAGS.SILENT (last)");
            assertTrue(offers(talk.ask("h SELECT INBOX")), "it is free again");
        }
    }

    /** What a session knows of keywords must not grow with all that there ever were. */
    @Test void whatIsInUseNoMoreIsForgotten() throws Exception {
        var house = new House(folder, House.OPEN);
        house.deliver("INBOX", "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var talk = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            other.ask("a SELECT INBOX");
            for (int round = 0; round < 40; round++) {
                var answer = talk.ask("b STORE 1 FLAGS.SILENT (" + keywords(round * OF_ONE, OF_ONE) + ")");
                assertTrue(answer.contains(" k" + (round * OF_ONE) + " "), answer);
                assertTrue(answer.endsWith("b OK Store completed"), answer);
                assertTrue(words(answer) <= AccountLimits.KEYWORDS_OF_ACCOUNT_MAX + 10, "told: " + words(answer));
                int seen = words(other.ask("c NOOP"));
                assertTrue(seen <= AccountLimits.KEYWORDS_OF_ACCOUNT_MAX + 10, "told to who looks on: " + seen);
            }
        }
    }

    /** Of the FLAGS response. */
    private static int words(String answer) {
        return answer.lines().filter(line -> line.startsWith("* FLAGS "))
            .mapToInt(line -> line.split(" ").length).max().orElseThrow();
    }

    private static boolean offers(String answer) { return answer.contains(" \\*)]"); }

    private static String keywords(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(n -> "k" + n).collect(Collectors.joining(" "));
    }
}
