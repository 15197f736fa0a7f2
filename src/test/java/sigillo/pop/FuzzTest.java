package sigillo.pop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;

/** Whatever comes: the framer and the grammar have an answer for it, ten minutes each. */
@Tag("long")
class FuzzTest {
    private static final List<byte[]> PIECES = new ArrayList<>(PopParserTest.lines().stream().map(Fuzz::octets).toList());

    static {
        for (var piece : List.of("\r\n", "\r", "\n", "\0", " ", "  ", "\t", ".", "..", "*", "=", "+", "-1", "0", "4294967296", "99999999999999999999",
                "\u00c3\u00a9", "\u00ff", "AUTH ", "TOP ", "x".repeat(300))) PIECES.add(Fuzz.octets(piece));
    }

    private static final List<byte[]> SEEDS = PopParserTest.lines().stream().map(line -> Fuzz.octets(line + "\r\n")).toList();

    /** Wherever it is cut, the same comes out. */
    @Test void framer() { Fuzz.run("POP framer", SEEDS, PIECES, FuzzTest::framed); }

    private static String framed(byte[] octets, Random random) {
        int max = 20 + random.nextInt(500);
        var whole = PopFramerTest.frames(octets, octets.length + 1, max);
        assertEquals(whole, PopFramerTest.frames(octets, 1 + random.nextInt(9), max));
        return whole.stream().limit(8).map(frame -> frame.toString().replaceAll("\\[\\d+]", "")).collect(Collectors.joining(","));
    }

    /** One command, twice the same; what is answered can be written in one line. */
    @Test void grammar() { Fuzz.run("POP grammar", SEEDS, PIECES, FuzzTest::parsed); }

    private static String parsed(byte[] octets, Random random) {
        var line = new String(octets, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        var outcome = PopParser.parse(line);
        assertEquals(outcome, PopParser.parse(line));
        return switch (outcome) {
            case PopParser.Outcome.Ok(var command) -> command.getClass().getSimpleName() + octets.length / 8;
            case PopParser.Outcome.Bad(var why) -> {
                assertTrue(why.matches("[ -~]+"), why);
                yield why;
            }
        };
    }
}
