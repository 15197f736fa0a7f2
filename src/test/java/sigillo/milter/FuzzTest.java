package sigillo.milter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;

@Tag("long")
class FuzzTest {
    private static final List<byte[]> SEEDS = Stream.concat(MilterLanguageTest.COMMANDS.stream().map(MilterCommandWriter::frame),
        MilterLanguageTest.ANSWERS.stream().map(MilterAnswerWriter::frame)).map(MilterFrame::encode).toList();
    private static final List<byte[]> PIECES = Stream.of("\0\0\0\1c", "\0", "550 5.7.1 x", "\r\n", "\u00ff\u00ff\u00ff\u00ff", "4", "%").map(Fuzz::octets).toList();

    @Test void whatBothSidesSay() {
        assertTrue(Fuzz.run("milter", SEEDS, PIECES, FuzzTest::kind) > 0);
    }

    private static String kind(byte[] octets, Random random) {
        var framer = new MilterFramer();
        var in = ByteBuffer.wrap(octets);
        var kinds = new StringBuilder();
        while (framer.next(in) instanceof MilterFramer.Cut.Whole(var frame)) {
            var command = MilterCommandParser.parse(frame);
            if (command instanceof MilterCommandParser.Outcome.Ok(var one)) again(MilterCommandWriter.frame(one), one);
            var answer = MilterAnswerParser.parse(frame);
            kinds.append(frame.letter()).append(command.getClass().getSimpleName()).append(answer.getClass().getSimpleName());
        }
        return kinds.toString();
    }

    private static void again(MilterFrame frame, MilterCommand one) {
        if (!MilterCommandParser.parse(frame).equals(new MilterCommandParser.Outcome.Ok(one)))
            throw new AssertionError("written and read it is another: " + one);
    }
}
