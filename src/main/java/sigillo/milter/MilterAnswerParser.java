package sigillo.milter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a filter says. Total: every packet gives an {@link Outcome}. */
public final class MilterAnswerParser {
    private static final Pattern REPLY_LINE = Pattern.compile("(?s)([45]\\d\\d)(?:[ -](.*))?");
    private static final Pattern STATUS = Pattern.compile("(?s)([45]\\.\\d{1,3}\\.\\d{1,3})(?: (.*))?");

    public sealed interface Outcome {
        record Ok(MilterAnswer answer) implements Outcome {}

        /** {@code why}: for the log. */
        record Bad(String why) implements Outcome {}
    }

    private MilterAnswerParser() {}

    public static Outcome parse(MilterFrame frame) {
        try {
            return new Outcome.Ok(answer(frame.letter(), new MilterData(frame.data())));
        } catch (MilterData.Syntax wrong) {
            return new Outcome.Bad(wrong.getMessage());
        }
    }

    private static MilterAnswer answer(char letter, MilterData in) throws MilterData.Syntax {
        return switch (letter) {
            case 'O' -> new MilterAnswer.Agreed(new MilterOptions(in.number(), in.number(), in.number()), macros(in));
            case 'c' -> in.end(new MilterAnswer.Continue());
            case 'a' -> in.end(new MilterAnswer.Accept());
            case 'r' -> in.end(new MilterAnswer.Reject());
            case 't' -> in.end(new MilterAnswer.TempFail());
            case 'd' -> in.end(new MilterAnswer.Discard());
            case 'y' -> in.end(reply(in.text()));
            case 's' -> in.end(new MilterAnswer.Skip());
            case 'p' -> in.end(new MilterAnswer.Progress());
            case 'f' -> in.end(new MilterAnswer.ConnectionFailed());
            case '4' -> in.end(new MilterAnswer.Shutdown());
            case 'q' -> in.end(new MilterAnswer.Quarantine(in.text()));
            case 'h' -> in.end(new MilterAnswer.AddHeader(in.raw(), in.raw()));
            case 'i' -> in.end(new MilterAnswer.InsertHeader(in.index(), in.raw(), in.raw()));
            case 'm' -> in.end(new MilterAnswer.ChangeHeader(in.index(), in.raw(), in.raw()));
            case '+' -> in.end(new MilterAnswer.AddRecipient(in.text(), List.of()));
            case '2' -> new MilterAnswer.AddRecipient(in.text(), in.texts());
            case '-' -> in.end(new MilterAnswer.DeleteRecipient(in.text()));
            case 'e' -> new MilterAnswer.ChangeSender(in.text(), in.texts());
            case 'b' -> new MilterAnswer.ReplaceBody(in.rest());
            default -> throw new MilterData.Syntax("a letter that is none");
        };
    }

    private static Map<Integer, String> macros(MilterData in) throws MilterData.Syntax {
        var wanted = new HashMap<Integer, String>();
        while (!in.isAtEnd()) {
            if (wanted.size() == MilterLimits.TEXTS_MAX) throw new MilterData.Syntax("too many lists of macros");
            wanted.put(in.number(), in.text());
        }
        return wanted;
    }

    /**
     * {@code 550 5.7.1 Text}, or several such lines with CRLF between them, all but the last with a hyphen behind the code.
     * {@code %%} stands for one sign, as libmilter passes it on. RFC 5321 section 4.2: text is printable.
     */
    private static MilterAnswer.Reply reply(String text) throws MilterData.Syntax {
        var lines = new ArrayList<String>();
        int code = 0;
        var status = Optional.<String>empty();
        for (var line : text.split("\r?\n", MilterLimits.REPLY_LINES_MAX + 2)) {
            var parts = REPLY_LINE.matcher(line);
            if (!parts.matches() || lines.size() == MilterLimits.REPLY_LINES_MAX) throw new MilterData.Syntax("a reply that is none of SMTP");
            if (code != 0 && code != Integer.parseInt(parts.group(1))) throw new MilterData.Syntax("a reply with two codes");
            code = Integer.parseInt(parts.group(1));
            var rest = Optional.ofNullable(parts.group(2)).orElse("");
            var enhanced = STATUS.matcher(rest);
            boolean hasStatus = enhanced.matches() && rest.charAt(0) == line.charAt(0);
            if (hasStatus && status.isEmpty()) status = Optional.of(enhanced.group(1));
            lines.add(printable(hasStatus ? Optional.ofNullable(enhanced.group(2)).orElse("") : rest));
        }
        return new MilterAnswer.Reply(code, status.orElse(""), lines);
    }

    private static String printable(String text) {
        var clean = text.replace("%%", "%").replaceAll("[^ -~]", "?");
        return clean.substring(0, Math.min(clean.length(), MilterLimits.REPLY_LINE_MAX));
    }
}
