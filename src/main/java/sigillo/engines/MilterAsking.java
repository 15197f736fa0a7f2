package sigillo.engines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import sigillo.filter.Engine.Said;
import sigillo.filter.Mail;
import sigillo.filter.Reason;
import sigillo.message.HeaderEdit;
import sigillo.milter.MilterAnswer;
import sigillo.smtp.SmtpReply;

/** Asks a milter. {@code hostname}: ours, which it is told as {@code j}. */
record MilterAsking(Place place, boolean isAnywhere, String hostname) implements Asking {
    private static final int REASON_CHARACTERS = 120;

    @Override public Heard ask(Mail mail, long until) throws IOException {
        try (var talk = Talk.open(place.addresses(isAnywhere, until), until)) {
            return meant(new MilterConversation(new MilterSocket(talk), mail, hostname).run());
        }
    }

    static Heard meant(MilterConversation.End end) {
        return switch (end.last()) {
            case MilterAnswer.Continue _, MilterAnswer.Accept _, MilterAnswer.Skip _ -> told(new Said.Reasons(reasons(end), OptionalInt.empty(), edits(end)));
            case MilterAnswer.Reject _ -> told(against(SmtpReply.of(550, "5.7.1", "This message is not taken")));
            case MilterAnswer.TempFail _ -> told(against(SmtpReply.of(451, "4.7.1", "Try again in some minutes")));
            case MilterAnswer.Reply reply -> told(against(reply(reply)));
            // nothing is dropped silently: what it would throw away is there for its owner to look at
            case MilterAnswer.Discard _ -> told(new Said.Reasons(List.of(reason("it would throw it away")), OptionalInt.empty()));
            case MilterAnswer.ConnectionFailed _, MilterAnswer.Shutdown _ -> new Heard.Failed("it says that it cannot");
            default -> new Heard.Failed("it does not speak as milters do: that ends no message");
        };
    }

    private static Heard told(Said said) { return new Heard.Told(said, false); }

    private static Said against(SmtpReply reply) { return new Said.Against(reply, "a milter does not take it: " + reply); }

    private static SmtpReply reply(MilterAnswer.Reply reply) {
        return SmtpReply.of(reply.code(), reply.status(), reply.lines().toArray(String[]::new));
    }

    private static List<Reason> reasons(MilterConversation.End end) {
        var reasons = new ArrayList<Reason>();
        for (var wish : end.wishes())
            if (wish instanceof MilterAnswer.Quarantine(var why)) reasons.add(reason("it would hold it back (" + shortened(why) + ")"));
        return reasons.isEmpty() ? reasons : reasons.subList(0, 1);
    }

    private static List<HeaderEdit> edits(MilterConversation.End end) {
        return end.wishes().stream().flatMap(wish -> switch (wish) {
            case MilterAnswer.AddHeader(var name, var value) -> Stream.of(new HeaderEdit.Add(name, value));
            case MilterAnswer.InsertHeader(int index, var name, var value) -> Stream.of(new HeaderEdit.Insert(index, name, value));
            case MilterAnswer.ChangeHeader(int nth, var name, var value) -> Stream.of(new HeaderEdit.Change(nth, name, value));
            default -> Stream.<HeaderEdit>of();
        }).toList();
    }

    private static Reason reason(String why) { return new Reason("milter", Reason.WEIGHT_MAX, "A milter does not take it as it is: " + why); }

    private static String shortened(String text) { return text.substring(0, Math.min(text.length(), REASON_CHARACTERS)); }
}
