package sigillo.managesieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;
import sigillo.base.Bytes;

/** Whatever comes: the framer and the grammar have an answer for it, ten minutes each. */
@Tag("long")
class FuzzTest {
    private static final List<byte[]> PIECES = new ArrayList<>(CommandParserTest.said().stream().map(Fuzz::octets).toList());

    static {
        for (var piece : List.of("\r\n", "\r", "\n", "\0", " ", "  ", "\t", "\"", "\\", "{3+}\r\n", "{0+}\r\n", "{3}\r\n", "{3+}", "{", "+}", "*", "=", "-1",
                "4294967296", "99999999999999999999", "\u00c3\u00a9", "\u00ff", "PUTSCRIPT ", "x".repeat(300))) PIECES.add(Fuzz.octets(piece));
    }

    private static final List<byte[]> SEEDS = CommandParserTest.said().stream().map(said -> Fuzz.octets(said + "\r\n")).toList();

    /** Wherever it is cut, the same comes out, and no more than is allowed. */
    @Test void framer() { Fuzz.run("ManageSieve framer", SEEDS, PIECES, FuzzTest::framed); }

    private static String framed(byte[] octets, Random random) {
        var limits = new CommandLimits(64 + random.nextInt(500), random.nextInt(500), 600 + random.nextInt(500));
        var whole = FramerTest.frames(octets, octets.length + 1, limits);
        assertEquals(whole, FramerTest.frames(octets, 1 + random.nextInt(9), limits));
        for (var frame : whole) if (frame instanceof Frame.Command(var kept)) assertTrue(kept.length() <= limits.allMax());
        return whole.stream().limit(8).map(frame -> frame.toString().replaceAll("\\[\\d+]", "")).collect(Collectors.joining(","));
    }

    /** One command, twice the same; what is answered can be written in one line. */
    @Test void grammar() { Fuzz.run("ManageSieve grammar", SEEDS, PIECES, (octets, _) -> parsed(octets)); }

    private static Frame.Command frame(byte[] octets) { return new Frame.Command(Bytes.wrap(octets.clone())); }

    private static String parsed(byte[] octets) {
        var outcome = CommandParser.parse(frame(octets));
        assertEquals(outcome, CommandParser.parse(frame(octets)));
        var answer = CommandParser.answer(frame(octets)).getClass().getSimpleName();
        return answer + switch (outcome) {
            case CommandParser.Outcome.Ok(var command) -> command.getClass().getSimpleName() + octets.length / 8;
            case CommandParser.Outcome.Bad(var why) -> {
                assertTrue(why.matches("[ -~]+"), why);
                yield why;
            }
        };
    }
}
