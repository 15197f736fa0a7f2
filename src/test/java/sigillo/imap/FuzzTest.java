package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;

/** Whatever comes: the framer and the grammar have an answer for it, ten minutes each. */
@Tag("long")
class FuzzTest {
    private static final List<byte[]> PIECES = CommandParserTest.texts().stream().flatMap(text -> Arrays.stream(text.split("(?<=[ ()])|(?=[ ()])")))
        .distinct().map(Fuzz::octets).collect(Collectors.toCollection(ArrayList::new));

    static {
        for (var piece : List.of("\r\n", "\r", "\n", "\0", "(", ")", "((((((((", "\"", "\\", "{3}\r\n", "{3+}\r\n", "~{3+}\r\n", "{99999999999}\r\n", "{0}\r\n",
                "NIL", "*", "%", "$", "1:*", "4294967295", "4294967296", "18446744073709551616", "&", "&AOQ-", "\u00c3\u00a4", "\u00ff", "UID ", "NOT ", "OR ",
                "[", "]", "<0.1>", "a1 ", "x".repeat(300))) PIECES.add(Fuzz.octets(piece));
    }

    /** Wherever it is cut, the same comes out; no more is kept than the limits say: see {@link FramerTest.Reader}. */
    @Test void framer() {
        var seeds = new ArrayList<byte[]>();
        for (var text : FramerTest.inputs()) seeds.add(Fuzz.octets(text));
        for (var text : CommandParserTest.texts()) seeds.add(Fuzz.octets("a " + text + "\r\n"));
        Fuzz.run("IMAP framer", seeds, PIECES, FuzzTest::framed);
    }

    private static String framed(byte[] octets, Random random) {
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        var whole = FramerTest.Reader.read(text, octets.length + 1);
        assertEquals(whole, FramerTest.Reader.read(text, 1 + random.nextInt(9)));
        return whole.stream().limit(6).map(one -> one.replaceAll("(?s)^(bad \\w+|\\w+).*?( sync)?( binary)?( fits)?$", "$1$2$3$4")).collect(Collectors.joining(","));
    }

    /** One command, twice the same; whatever is answered can be written in one line. */
    @Test void grammar() {
        var seeds = CommandParserTest.texts().stream().map(text -> Fuzz.octets("a1 " + text)).toList();
        Fuzz.run("IMAP grammar", seeds, PIECES, FuzzTest::parsed);
    }

    private static String parsed(byte[] octets, Random random) {
        var frame = Frame.of(octets);
        var names = Names.values()[random.nextInt(2)];
        var outcome = CommandParser.parse(frame, names);
        assertEquals(outcome.toString(), CommandParser.parse(Frame.of(octets.clone()), names).toString());
        CommandParser.tag(frame);
        CommandParser.withMessages(new Frame(octets, List.of(new Frame.Left(random.nextInt(octets.length + 1), 5))), names);
        return switch (outcome) {
            case CommandParser.Outcome.Ok(var tag, var command) -> {
                assertTrue(tag.matches("[!-~&&[^(){%*\"\\\\+]]+"), "a tag: " + tag);
                yield command.toString().replaceAll("[^A-Za-z\\[\\],]", "").replaceAll("(\\w+)(,\\1)+", "$1");
            }
            case CommandParser.Outcome.Bad(var tag, var why) -> {
                assertTrue(tag.matches("\\*|[!-~]+") && why.matches("[ -~]+"), tag + " " + why);
                yield why.replaceAll("\\d+", "0");
            }
        };
    }
}
