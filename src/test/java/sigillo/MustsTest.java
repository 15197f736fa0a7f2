package sigillo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A table of MUSTs holds nothing that is not so. */
class MustsTest {

    record Case(String shown, boolean isThere) {}

    private static final List<Case> CASES = List.of(
        new Case("imap/select.txt: a3 OK [READ-ONLY] Examined", true),
        new Case("imap/select.txt", true),
        new Case("imap/select.txt: a3 OK [READ-ONLY] Selected", false),
        new Case("imap/select.txt: EXAMINE INBOX", false), // the client says that
        new Case("imap/no-such.txt: a3 OK", false),
        new Case("imap/no-such.txt", false),
        new Case("RfcMarksTest", true),
        new Case("RfcMarksTest#headingsAreFoundAndListsAreNot", true),
        new Case("RfcMarksTest#noSuchThing", false),
        new Case("NoSuchTest", false));

    @TestFactory Stream<DynamicTest> whatShowsARuleIsThere() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.shown, () -> {
            var want = c.isThere ? List.of() : List.of("5.4: quiet: " + c.shown + " is not there");
            assertEquals(want, of("5.4 1 server: quiet", "    " + c.shown).faults("5.4"));
        }));
    }

    @Test void eachSentenceHasARule() throws IOException {
        assertEquals(List.of("5.1.2 2 has no rule"), of("5.1.2 1 server: x", "    RfcMarksTest").faults("5.1.2"));
        assertEquals(List.of(), of("5.1.2 1,2 server: x", "    RfcMarksTest").faults("5.1.2"));
        assertEquals(List.of("5.1.2: x: the section has no such sentence"),
            of("5.1.2 1,2,3 server: x", "    RfcMarksTest").faults("5.1.2"));
        assertEquals(List.of("5.4: x: shown by nothing"), of("5.4 1 client: x").faults("5.4"));
    }

    @Test void aLineThatIsNoneIsNotPassedOver() {
        assertThrows(IOException.class, () -> of("5.4 server: x"));
        assertThrows(IOException.class, () -> of("    RfcMarksTest"));
    }

    @Test void sentencesAreCounted() {
        var text = """
            1.  Introduction ......................... 3
            1.  Terms
               A server MUST do it.  It may
               do more; a client
               MUST NOT.  This must be so.

               MUSTARD is no word.
            1.1.  Others
               Responses:  REQUIRED untagged response: X
            """;
        assertEquals(Map.of("1", 2, "1.1", 1), RfcMusts.count(text.lines().toList()));
    }

    private static Musts of(String... table) throws IOException { return Musts.of(9051, List.of(table)); }
}
