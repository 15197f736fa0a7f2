package sigillo.engines;

import java.io.IOException;
import java.nio.ByteBuffer;
import sigillo.milter.MilterAnswer;
import sigillo.milter.MilterAnswerParser;
import sigillo.milter.MilterCommand;
import sigillo.milter.MilterCommandWriter;
import sigillo.milter.MilterFramer;

/** A conversation with a milter over a socket. */
final class MilterSocket implements MilterTalk {
    private final Talk talk;
    private final MilterFramer framer = new MilterFramer();
    private final ByteBuffer in = ByteBuffer.allocate(8 * 1024).limit(0);

    MilterSocket(Talk talk) { this.talk = talk; }

    @Override public void tell(MilterCommand command) throws IOException { talk.say(MilterCommandWriter.frame(command).encode()); }

    @Override public MilterAnswer hear() throws IOException {
        for (;;) {
            switch (framer.next(in)) {
                case MilterFramer.Cut.Whole(var frame) -> {
                    return switch (MilterAnswerParser.parse(frame)) {
                        case MilterAnswerParser.Outcome.Ok(var answer) -> answer;
                        case MilterAnswerParser.Outcome.Bad(var why) -> throw new IOException("it does not speak as milters do: " + why);
                    };
                }
                case MilterFramer.Cut.Broken(var why) -> throw new IOException("it does not speak as milters do: " + why);
                case MilterFramer.Cut.More() -> fill();
            }
        }
    }

    private void fill() throws IOException {
        in.clear();
        int n = talk.hear(in);
        in.flip();
        if (n < 0) throw new IOException("it broke off");
    }
}
