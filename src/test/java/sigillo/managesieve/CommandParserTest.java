package sigillo.managesieve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.managesieve.CommandParser.Outcome;

/** The grammar: RFC 5804 sections 2 and 4. */
class CommandParserTest {
    private static final String MISSING = "An argument is missing";
    private static final String NO_STRING = "A string stands in quotes, or is a literal";
    private static final String NO_MORE = "Nothing more expected";
    private static final String LITERAL = "A literal is announced as {size+}, at the end of a line";
    private static final String NUMBER = "A number of octets expected";
    private static final String UNKNOWN = "There is no such command";

    private record Case(String said, Outcome want) {}

    private static final List<Case> CASES = List.of(
        ok("AUTHENTICATE \"PLAIN\"", new SieveCommand.Authenticate("PLAIN", Optional.empty())),
        ok("authenticate \"plain\" \"AGEAYg==\"", new SieveCommand.Authenticate("PLAIN", message("\0a\0b"))),
        ok("AUTHENTICATE {5+}\r\nPLAIN {8+}\r\nAGEAYg==", new SieveCommand.Authenticate("PLAIN", message("\0a\0b"))),
        ok("AUTHENTICATE \"X\" \"\"", new SieveCommand.Authenticate("X", message(""))),
        ok("AUTHENTICATE \"X\" \"=\"", new SieveCommand.Authenticate("X", Optional.of(new SaslAnswer.Unreadable("That is not base64")))),
        ok("AUTHENTICATE \"X\" \"*\"", new SieveCommand.Authenticate("X", Optional.of(new SaslAnswer.Cancelled()))),
        bad("AUTHENTICATE", MISSING), bad("AUTHENTICATE PLAIN", NO_STRING), bad("AUTHENTICATE \"X\" AGEAYg==", NO_STRING),
        bad("AUTHENTICATE \"X\" \"\" \"\"", NO_MORE),
        ok("STARTTLS", new SieveCommand.StartTls()), ok("starttls ", new SieveCommand.StartTls()), bad("STARTTLS \"a\"", NO_MORE),
        ok("LOGOUT", new SieveCommand.Logout()), bad("LOGOUT now", NO_MORE), ok("CAPABILITY", new SieveCommand.Capability()),
        ok("HAVESPACE \"a\" 0", new SieveCommand.HaveSpace("a", 0)),
        ok("HAVESPACE \"a\" 4294967295", new SieveCommand.HaveSpace("a", 4_294_967_295L)),
        bad("HAVESPACE \"a\" 4294967296", NUMBER), bad("HAVESPACE \"a\" 99999999999999999999999999", NUMBER),
        bad("HAVESPACE \"a\" -1", NUMBER), bad("HAVESPACE \"a\" \"1\"", NUMBER), bad("HAVESPACE \"a\"", MISSING),
        ok("PUTSCRIPT \"a\" \"keep;\"", new SieveCommand.PutScript("a", Bytes.utf8("keep;"))),
        ok("PUTSCRIPT \"a\" {6+}\r\nkeep;\n", new SieveCommand.PutScript("a", Bytes.utf8("keep;\n"))),
        ok("PUTSCRIPT {1+}\r\na {0+}\r\n", new SieveCommand.PutScript("a", Bytes.EMPTY)),
        ok("PUTSCRIPT \"\" \"\"", new SieveCommand.PutScript("", Bytes.EMPTY)),
        bad("PUTSCRIPT \"a\"", MISSING), bad("PUTSCRIPT \"a\"\"b\"", "A space expected"), bad("PUTSCRIPT  \"a\" \"b\"", NO_STRING),
        bad("PUTSCRIPT \"a\" {5+}\r\nkeep", "A literal ends early"), bad("PUTSCRIPT \"a\" {5}\r\nkeep;", LITERAL),
        bad("PUTSCRIPT \"a\" {5+} ", LITERAL), bad("PUTSCRIPT \"a\" {", NUMBER), bad("PUTSCRIPT \"a\" {5", LITERAL), bad("PUTSCRIPT \"a\" {5+}\r", LITERAL),
        ok("LISTSCRIPTS", new SieveCommand.ListScripts()),
        ok("SETACTIVE \"\"", new SieveCommand.SetActive("")), ok("SETACTIVE \"a b\"", new SieveCommand.SetActive("a b")), bad("SETACTIVE", MISSING),
        ok("GETSCRIPT \"\u00c3\u00a9\"", new SieveCommand.GetScript("é")), bad("GETSCRIPT \"\u00e9\"", "A string is not UTF-8"),
        ok("GETSCRIPT \"a\\\"b\\\\c\"", new SieveCommand.GetScript("a\"b\\c")), bad("GETSCRIPT \"a\\b\"", "Only \" and \\ are written behind a \\"),
        bad("GETSCRIPT \"a", "A string in quotes ends in its line"), bad("GETSCRIPT \"a\\", "A string in quotes ends in its line"),
        bad("GETSCRIPT \"a\\\"", "A string in quotes ends in its line"),
        ok("DELETESCRIPT \"a\"", new SieveCommand.DeleteScript("a")),
        ok("RENAMESCRIPT \"a\" {1+}\r\nb", new SieveCommand.RenameScript("a", "b")), bad("RENAMESCRIPT \"a\"", MISSING),
        ok("CHECKSCRIPT \"\"", new SieveCommand.CheckScript(Bytes.EMPTY)), bad("CHECKSCRIPT", MISSING),
        ok("NOOP", new SieveCommand.Noop(Optional.empty())), ok("NOOP ", new SieveCommand.Noop(Optional.empty())),
        ok("NOOP \"a\"", new SieveCommand.Noop(Optional.of("a"))), bad("NOOP a", NO_STRING),
        bad("NOOP \"" + "x".repeat(1_025) + "\"", "A shorter string expected"),
        ok("UNAUTHENTICATE", new SieveCommand.Unauthenticate()), bad("UNAUTHENTICATE x", NO_MORE),
        bad("", UNKNOWN), bad(" NOOP", UNKNOWN), bad("NO OP", UNKNOWN), bad("X", UNKNOWN), bad("GET / HTTP/1.1", UNKNOWN), bad("EHLO x", UNKNOWN));

    private static Optional<SaslAnswer> message(String text) { return Optional.of(new SaslAnswer.Message(Bytes.utf8(text))); }

    private static Case ok(String said, SieveCommand command) { return new Case(said, new Outcome.Ok(command)); }

    private static Case bad(String said, String why) { return new Case(said, new Outcome.Bad(why)); }

    static List<String> said() { return CASES.stream().map(Case::said).toList(); }

    static Frame.Command frame(String said) { return new Frame.Command(Bytes.wrap(said.getBytes(StandardCharsets.ISO_8859_1))); }

    @TestFactory Stream<DynamicTest> parses() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest("'" + one.said.substring(0, Math.min(60, one.said.length())) + "'",
            () -> assertEquals(one.want, CommandParser.parse(frame(one.said)))));
    }

    @Test void whatMayBeAPasswordIsWiped() {
        var frame = frame("AUTHENTICATE \"PLAIN\" \"AGEAYg==\"");
        CommandParser.parse(frame);
        assertArrayEquals(new byte[frame.octets().length()], frame.octets().toArray());
        var answer = frame("\"AGEAYg==\"");
        assertEquals(message("\0a\0b").get(), CommandParser.answer(answer));
        assertArrayEquals(new byte[answer.octets().length()], answer.octets().toArray());
    }

    @Test void answersAreStrings() {
        assertInstanceOf(SaslAnswer.Cancelled.class, CommandParser.answer(frame("\"*\"")));
        assertInstanceOf(SaslAnswer.Cancelled.class, CommandParser.answer(frame("*")));
        assertInstanceOf(SaslAnswer.Unreadable.class, CommandParser.answer(frame("AGEAYg==")));
        assertInstanceOf(SaslAnswer.Unreadable.class, CommandParser.answer(frame("\"AGEAYg==\" more")));
        assertEquals(message("").get(), CommandParser.answer(frame("\"\"")));
    }

    /** Any octets give an outcome. */
    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var said = new StringBuilder(CASES.get(random.nextInt(CASES.size())).said);
                for (int n = random.nextInt(4); n > 0 && !said.isEmpty(); n--) {
                    said.setCharAt(random.nextInt(said.length()), "\"\\{+}\r\n 09a\0\u00e9".charAt(random.nextInt(13)));
                }
                assertNotNull(CommandParser.parse(frame(said.toString())));
                assertNotNull(CommandParser.answer(frame(said.toString())));
            }
        }));
    }
}
