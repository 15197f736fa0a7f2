package sigillo.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.filter.Engine.Said;
import sigillo.milter.MilterAnswer;
import sigillo.milter.MilterAnswerParser;
import sigillo.milter.MilterCommand;
import sigillo.milter.MilterCommandWriter;
import sigillo.milter.MilterFrame;

/**
 * Plays every file of src/test/transcripts/milter: "C: " is what we tell, "S: " what the milter says, each as its letter and
 * its texts with {@code |} for a NUL; "= " is what comes of it.
 */
class MilterConversationTest {
    private static final String MAIL = "Subject: Lunch\r\nTo: a\r\n\tb\r\n\r\nAt one?\r\n";

    @TestFactory Stream<DynamicTest> transcripts() throws IOException {
        try (var files = Files.list(Path.of("src/test/transcripts/milter"))) {
            return files.sorted().toList().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> play(file)));
        }
    }

    private static void play(Path file) throws Exception {
        var script = Files.readAllLines(file).stream().filter(line -> !line.startsWith("#") && !line.isEmpty()).toList();
        var milter = new Script(script);
        var mail = MilterPeerTest.mail(MAIL, "192.0.2.1");
        String outcome;
        try {
            outcome = shown(MilterAsking.meant(new MilterConversation(milter, mail, "mail.home.example").run()));
        } catch (IOException broken) {
            outcome = "Failed " + broken.getMessage();
        }
        milter.played.add("= " + outcome);
        assertEquals(String.join("\n", script), String.join("\n", milter.played).replace(mail.trace().text(), "TRACE"));
    }

    private static String shown(Asking.Heard heard) {
        return switch (heard) {
            case Asking.Heard.Told(Said.Reasons(var reasons, _, var edits), _) -> "Taken " + reasons.stream().map(one -> one.sentence()).toList() + " " + edits;
            case Asking.Heard.Told(Said.Against(var reply, _), _) -> "Against " + reply;
            case Asking.Heard.Told(Said.Silent(var why), _) -> "Silent " + why;
            case Asking.Heard.Passed(var why) -> "Passed " + why;
            case Asking.Heard.Failed(var why) -> "Failed " + why;
        };
    }

    /** The milter says its next line when it is asked, and notes what it hears. */
    private static final class Script implements MilterTalk {
        private static final Map<String, String> OPTIONS = Map.of("O6", "\0\0\0\6\0\0\0\61\0\0\0\0", "O6 silent", "\0\0\0\6\0\0\0\1\0\37\0\u0080", "O2", "\0\0\0\2\0\0\0\1\0\0\0\0",
            "O7", "\0\0\0\7\0\0\0\1\0\0\0\0", "O6 more", "\0\0\0\6\0\0\0\1\0\100\0\0");
        private final Deque<String> answers = new ArrayDeque<>();
        final List<String> played = new ArrayList<>();

        Script(List<String> script) { script.stream().filter(line -> line.startsWith("S: ")).map(line -> line.substring(3)).forEach(answers::add); }

        @Override public void tell(MilterCommand command) {
            var frame = MilterCommandWriter.frame(command);
            var data = new String(frame.data().toArray(), StandardCharsets.ISO_8859_1);
            boolean isOptions = frame.letter() == 'O';
            played.add("C: " + frame.letter() + (isOptions ? "" : data.replace('\0', '|').replace("\r\n", "~").replace('\n', '~').replaceAll("[^ -~]", "?")));
        }

        @Override public MilterAnswer hear() throws IOException {
            var line = answers.poll();
            if (line == null) throw new IOException("it broke off");
            played.add("S: " + line);
            var data = line.charAt(0) == 'O' ? OPTIONS.get(line) : line.substring(1).replace('|', '\0').replace("#0", "\0\0\0\0").replace("#1", "\0\0\0\1");
            return switch (MilterAnswerParser.parse(new MilterFrame(line.charAt(0), Bytes.wrap(data.getBytes(StandardCharsets.ISO_8859_1))))) {
                case MilterAnswerParser.Outcome.Ok(var answer) -> answer;
                case MilterAnswerParser.Outcome.Bad(var why) -> throw new IOException(why);
            };
        }
    }
}
