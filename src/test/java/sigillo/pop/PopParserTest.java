package sigillo.pop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.pop.PopParser.Outcome;

/** The grammar: RFC 1939 sections 3 to 7, RFC 2449 section 5, RFC 5034 section 4. */
class PopParserTest {

    private record Case(String line, Outcome want) {}

    private static final String NUMBER = "The number of a message expected";
    private static final String TOP = "The numbers of a message and of lines expected";

    private static final List<Case> CASES = List.of(
        ok("USER anna@home.example", new PopCommand.User("anna@home.example")),
        ok("user anna", new PopCommand.User("anna")),
        ok("USER two words", new PopCommand.User("two words")),
        ok("USER zoë@home.example", new PopCommand.User("zoë@home.example")),
        bad("USER", "A name expected"), bad("USER ", "A name expected"),
        ok("PASS pw", new PopCommand.Pass("pw")),
        ok("PASS with  blanks at its end ", new PopCommand.Pass("with  blanks at its end ")),
        ok("pass  ", new PopCommand.Pass(" ")),
        bad("PASS", "A password expected"), bad("PASS ", "A password expected"),
        ok("AUTH PLAIN", new PopCommand.Auth("PLAIN", Optional.empty())),
        ok("auth plain AGEAYg==", new PopCommand.Auth("PLAIN", Optional.of("AGEAYg=="))),
        ok("AUTH X =", new PopCommand.Auth("X", Optional.of("="))),
        ok("AUTH", new PopCommand.AuthList()), ok("AUTH ", new PopCommand.AuthList()),
        bad("AUTH PLAIN a b", "A mechanism and at most one response expected"),
        bad("AUTH  PLAIN", "A mechanism and at most one response expected"),
        ok("CAPA", new PopCommand.Capa()), ok("cApA  ", new PopCommand.Capa()),
        bad("CAPA x", "No argument expected"), ok("STLS", new PopCommand.Stls()), bad("STLS now", "No argument expected"),
        ok("QUIT", new PopCommand.Quit()), ok("quit ", new PopCommand.Quit()), bad("QUIT please", "No argument expected"),
        ok("STAT", new PopCommand.Stat()), bad("STAT 1", "No argument expected"),
        ok("NOOP", new PopCommand.Noop()), ok("RSET", new PopCommand.Rset()),
        ok("LIST", new PopCommand.List(OptionalInt.empty())), ok("LIST 3", new PopCommand.List(OptionalInt.of(3))),
        ok("LIST 007", new PopCommand.List(OptionalInt.of(7))), ok("LIST 0", new PopCommand.List(OptionalInt.of(0))),
        bad("LIST -1", NUMBER), bad("LIST 1 2", NUMBER), bad("LIST one", NUMBER), bad("LIST ٣", NUMBER), bad("LIST  1", NUMBER),
        ok("UIDL", new PopCommand.Uidl(OptionalInt.empty())), ok("UIDL 2", new PopCommand.Uidl(OptionalInt.of(2))),
        bad("UIDL x", NUMBER),
        ok("RETR 1", new PopCommand.Retr(1)), bad("RETR", NUMBER), bad("RETR +1", NUMBER), bad("RETR 1.0", NUMBER),
        ok("RETR 2147483647", new PopCommand.Retr(Integer.MAX_VALUE)),
        ok("RETR 2147483648", new PopCommand.Retr(Integer.MAX_VALUE)),
        ok("RETR 99999999999999999999999999999", new PopCommand.Retr(Integer.MAX_VALUE)),
        ok("DELE 1", new PopCommand.Dele(1)), bad("DELE", NUMBER), bad("DELE 1 2", NUMBER),
        ok("TOP 1 0", new PopCommand.Top(1, 0)), ok("TOP 2 10", new PopCommand.Top(2, 10)),
        bad("TOP 1", TOP), bad("TOP", TOP), bad("TOP 1 -1", TOP), bad("TOP 1 2 3", TOP), bad("TOP 1  2", TOP),
        bad("", "There is no such command"), bad(" STAT", "There is no such command"),
        bad("LAST", "There is no such command"), bad("APOP anna c4c9334bac560ecc979e58001b3e22fb", "There is no such command"),
        bad("UTF8", "There is no such command"), bad("LANG", "There is no such command"), bad("XTND", "There is no such command"),
        bad("STAT\t1", "There is no such command"), bad("RETR1", "There is no such command"),
        bad("GET / HTTP/1.1", "There is no such command"), bad("a1 LOGIN x y", "There is no such command"));

    private static Case ok(String line, PopCommand command) { return new Case(line, new Outcome.Ok(command)); }

    private static Case bad(String line, String why) { return new Case(line, new Outcome.Bad(why)); }

    static List<String> lines() { return CASES.stream().map(Case::line).toList(); }

    @TestFactory Stream<DynamicTest> parses() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest("\"" + c.line + "\"", () -> assertEquals(c.want, PopParser.parse(c.line))));
    }

    @Test void passwordsAreNotPrinted() {
        assertFalse(PopParser.parse("PASS secret").toString().contains("secret"));
        assertFalse(PopParser.parse("AUTH PLAIN secret").toString().contains("secret"));
        assertFalse(new PopFramer.Frame.Line("PASS secret").toString().contains("secret"));
    }

    /** Whatever is said has an answer. */
    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 50_000; i++) assertNotNull(PopParser.parse(changed(random)));
        }));
    }

    private static String changed(Random random) {
        var line = new StringBuilder(CASES.get(random.nextInt(CASES.size())).line);
        for (int n = random.nextInt(5); n > 0; n--) {
            int at = random.nextInt(line.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> line.insert(at, " 0123456789-+.=*\t\u0000é😀Aa".charAt(random.nextInt(22)));
                case 1 -> line.setLength(at);
                default -> line.append(random.nextInt());
            }
        }
        return line.toString();
    }
}
