package sigillo.sieved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The client's side of James's conversations, and what we answer beside what James does: its words are its own. Where its
 * client says what is none of RFC 5804 or RFC 5228 it says here what is: SASL in a string, {@code require "envelope"},
 * and a line end behind a literal that is not counted with it.
 */
class JamesTest {
    private static final Path SCRIPTS = Path.of("../shared/corpora/managesieve-james-mpt");

    private static final Map<String, String> TRANSLATED = Map.of(
        "C: user password", "C: \"AGFubmEAcHc=\"",
        "AHVzZXIAcGFzc3dvcmQ=", "AGFubmEAcHc=",
        "[\"fileinto\"]", "[\"fileinto\", \"envelope\"]",
        "\\[\"fileinto\"\\]", "\\[\"fileinto\", \"envelope\"\\]",
        "{99+}", "{109+}",
        "\\{99\\}", "\\{109\\}");

    /** Where we answer otherwise: by the file and the client's line. */
    private static final Map<String, String> OTHERWISE = Map.of(
        "starttls.test STARTTLS", "NO", // there is no TLS in memory, see SieveStartTlsTest
        "unauthenticate.test GETSCRIPT any", "NO"); // names are strings

    @TestFactory Stream<DynamicTest> scripts() throws IOException {
        if (!Files.exists(SCRIPTS)) {
            return Stream.of(DynamicTest.dynamicTest("managesieve-james-mpt", () -> assumeTrue(false, SCRIPTS + " is not there")));
        }
        return Files.list(SCRIPTS).filter(file -> file.toString().endsWith(".test")).sorted().map(file ->
            DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
    }

    /** What the client says up to the next answer, and the answers up to what it says next. */
    private record Turn(String said, List<String> wanted) {}

    private static List<Turn> turns(Path file) throws IOException {
        var turns = new ArrayList<Turn>();
        var said = new StringBuilder();
        var wanted = new ArrayList<String>();
        for (var original : Files.readAllLines(file)) {
            var line = original;
            for (var one : TRANSLATED.entrySet()) line = line.replace(one.getKey(), one.getValue());
            if (line.startsWith("C:")) {
                if (!wanted.isEmpty()) {
                    turns.add(new Turn(said.toString(), List.copyOf(wanted)));
                    said.setLength(0);
                    wanted.clear();
                }
                said.append(line.substring(Math.min(3, line.length()))).append("\r\n");
            } else if (line.equals("S:") && wanted.getLast().equals("\\}")) {
                continue; // the line end that James counts with the script
            } else if (line.startsWith("S:")) {
                wanted.add(line.substring(Math.min(3, line.length())));
            }
        }
        turns.add(new Turn(said.toString(), wanted));
        return turns;
    }

    private static void play(Path file) throws IOException {
        try (var talk = Talk.begun(new House(House.OPEN))) {
            for (var turn : turns(file)) {
                var key = file.getFileName() + " " + turn.said.lines().findFirst().orElse("");
                talk.send(turn.said);
                for (var want : turn.wanted) assertEquals(OTHERWISE.getOrDefault(key, kind(want)), kind(talk.line()), turn.said + "-> " + want);
            }
        }
    }

    /** OK and NO are what counts, and codes; of scripts each line. */
    private static String kind(String line) {
        var text = line.replace("\\", "");
        return text.replaceFirst("^(OK|NO|BYE)( \\([A-Z/-]+\\))?.*", "$1$2");
    }
}
