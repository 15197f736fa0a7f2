package sigillo.milter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.milter.MilterCommand.Family;

/** Reads what a mail server says. Total: every packet gives an {@link Outcome}. */
public final class MilterCommandParser {
    public sealed interface Outcome {
        record Ok(MilterCommand command) implements Outcome {}

        /** {@code why}: for the log. */
        record Bad(String why) implements Outcome {}
    }

    private MilterCommandParser() {}

    public static Outcome parse(MilterFrame frame) {
        try {
            return new Outcome.Ok(command(frame.letter(), new MilterData(frame.data())));
        } catch (MilterData.Syntax wrong) {
            return new Outcome.Bad(wrong.getMessage());
        }
    }

    private static MilterCommand command(char letter, MilterData in) throws MilterData.Syntax {
        return switch (letter) {
            case 'O' -> new MilterCommand.Negotiate(new MilterOptions(in.number(), in.number(), in.number()));
            case 'D' -> new MilterCommand.Macros(in.letter(), macros(in.texts()));
            case 'C' -> in.end(connect(in));
            case 'H' -> in.end(new MilterCommand.Helo(in.text()));
            case 'M' -> new MilterCommand.Mail(in.text(), in.texts());
            case 'R' -> new MilterCommand.Rcpt(in.text(), in.texts());
            case 'T' -> in.end(new MilterCommand.Data());
            case 'L' -> in.end(new MilterCommand.Header(in.raw(), in.raw()));
            case 'N' -> in.end(new MilterCommand.EndOfHeader());
            case 'B' -> new MilterCommand.Body(in.rest());
            case 'E' -> new MilterCommand.EndOfMessage(in.rest());
            case 'A' -> in.end(new MilterCommand.Abort());
            case 'Q' -> in.end(new MilterCommand.Quit());
            case 'K' -> in.end(new MilterCommand.NextClient());
            case 'U' -> new MilterCommand.Unknown(in.text());
            default -> throw new MilterData.Syntax("a letter that is none");
        };
    }

    private static MilterCommand.Connect connect(MilterData in) throws MilterData.Syntax {
        var hostname = in.text();
        var family = family(in.letter());
        if (family == Family.UNKNOWN) { // of which older servers say nothing more, others an empty rest
            in.rest();
            return new MilterCommand.Connect(hostname, family, 0, "");
        }
        return new MilterCommand.Connect(hostname, family, in.port(), in.text());
    }

    private static Family family(char letter) throws MilterData.Syntax {
        Optional<Family> family = Stream.of(Family.values()).filter(one -> one.letter() == letter).findFirst();
        return family.orElseThrow(() -> new MilterData.Syntax("a family of addresses that is none"));
    }

    /** A name that has no value is passed over. */
    private static Map<String, String> macros(List<String> texts) {
        var values = new HashMap<String, String>();
        for (int i = 0; i + 1 < texts.size(); i += 2) values.put(texts.get(i), texts.get(i + 1));
        return values;
    }
}
