package sigillo.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.milter.MilterCommand.Family;

/** What is written is what is read; and what nobody writes is told as that. */
class MilterLanguageTest {
    static final List<MilterCommand> COMMANDS = List.of(
        new MilterCommand.Negotiate(new MilterOptions(6, 0x1FF, 0x1FFFFF)),
        new MilterCommand.Macros('M', Map.of("i", "abc", "{auth_authen}", "anna")), new MilterCommand.Macros('E', Map.of()),
        new MilterCommand.Connect("mail.sender.example", Family.INET, 65_535, "192.0.2.1"),
        new MilterCommand.Connect("[2001:db8::1]", Family.INET6, 25, "2001:db8::1"),
        new MilterCommand.Connect("localhost", Family.UNIX, 0, "/run/x"), new MilterCommand.Connect("unknown", Family.UNKNOWN, 0, ""),
        new MilterCommand.Helo("mail.sender.example"), new MilterCommand.Mail("<>", List.of("SIZE=12", "BODY=8BITMIME")),
        new MilterCommand.Mail("<\u00fcser@sender.example>", List.of("SMTPUTF8")), new MilterCommand.Rcpt("<anna@home.example>", List.of()),
        new MilterCommand.Data(), new MilterCommand.Header("Subject", " a\n\tb \u00e8"), new MilterCommand.Header("X-Empty", ""),
        new MilterCommand.EndOfHeader(), new MilterCommand.Body(Bytes.utf8("Hi\r\n")), new MilterCommand.EndOfMessage(Bytes.EMPTY),
        new MilterCommand.Abort(), new MilterCommand.Quit(), new MilterCommand.NextClient(), new MilterCommand.Unknown("XYZZY"));

    static final List<MilterAnswer> ANSWERS = List.of(
        new MilterAnswer.Agreed(new MilterOptions(6, 0x21, 0x40), Map.of(0, "j _", 3, "i")), new MilterAnswer.Agreed(new MilterOptions(2, 1, 0), Map.of()),
        new MilterAnswer.Continue(), new MilterAnswer.Accept(), new MilterAnswer.Reject(), new MilterAnswer.TempFail(), new MilterAnswer.Discard(),
        new MilterAnswer.Reply(550, "5.7.1", List.of("No 100% wanted")), new MilterAnswer.Reply(451, "", List.of("one", "two")),
        new MilterAnswer.Reply(451, "4.7.1", List.of("")), new MilterAnswer.Skip(), new MilterAnswer.Progress(), new MilterAnswer.ConnectionFailed(),
        new MilterAnswer.Shutdown(), new MilterAnswer.Quarantine("looks odd"), new MilterAnswer.AddHeader("X-A", " b\n\tc"),
        new MilterAnswer.InsertHeader(0, "X-A", "b"), new MilterAnswer.ChangeHeader(2, "Subject", ""),
        new MilterAnswer.AddRecipient("<b@home.example>", List.of()), new MilterAnswer.AddRecipient("<b@home.example>", List.of("NOTIFY=NEVER")),
        new MilterAnswer.DeleteRecipient("<b@home.example>"), new MilterAnswer.ChangeSender("<>", List.of()), new MilterAnswer.ReplaceBody(Bytes.utf8("x")));

    @TestFactory Stream<DynamicTest> commandsComeBack() {
        return COMMANDS.stream().map(c -> DynamicTest.dynamicTest(c.toString(), () ->
            assertEquals(new MilterCommandParser.Outcome.Ok(c), MilterCommandParser.parse(MilterCommandWriter.frame(c)))));
    }

    @TestFactory Stream<DynamicTest> answersComeBack() {
        return ANSWERS.stream().map(a -> DynamicTest.dynamicTest(a.toString(), () ->
            assertEquals(new MilterAnswerParser.Outcome.Ok(a), MilterAnswerParser.parse(MilterAnswerWriter.frame(a)))));
    }

    record Bad(char letter, String data, String why) {}

    @TestFactory Stream<DynamicTest> answersThatAreNone() {
        return List.of(new Bad('Z', "", "a letter that is none"), new Bad('c', "x", "more than belongs to it"), new Bad('O', "abc", "it ends early"),
            new Bad('y', "250 Fine\0", "a reply that is none of SMTP"), new Bad('y', "550-a\r\n451 b\0", "a reply with two codes"),
            new Bad('y', "", "a text without an end"), new Bad('y', "550 " + "x\r\n550 ".repeat(20) + "\0", "a reply that is none of SMTP"),
            new Bad('m', "\u00ff\u00ff\u00ff\u00ffa\0b\0", "an index below 0"), new Bad('h', "name\0", "a text without an end"),
            new Bad('e', "a\0".repeat(300), "more than 200 texts")).stream()
            .map(b -> DynamicTest.dynamicTest(b.letter + " " + b.why, () -> assertEquals(new MilterAnswerParser.Outcome.Bad(b.why),
                MilterAnswerParser.parse(new MilterFrame(b.letter, latin(b.data))))));
    }

    /** What a filter has its server say is one reply: it begins no other line. */
    @TestFactory Stream<DynamicTest> repliesHoldNoControls() {
        return List.of(new Bad('y', "550 5.7.1 a\rb\u00e8\u0001\0", "a?b?????"), new Bad('y', "550 4.7.1 other class\0", "4.7.1 other class"),
            new Bad('y', "550 " + "x".repeat(1_000) + "\0", "x".repeat(400))).stream()
            .map(b -> DynamicTest.dynamicTest(b.why, () -> {
                var reply = (MilterAnswer.Reply) ((MilterAnswerParser.Outcome.Ok) MilterAnswerParser.parse(new MilterFrame(b.letter, latin(b.data)))).answer();
                assertEquals(b.why.replaceAll("\\?+$", ""), reply.lines().getFirst().replaceAll("\\?+$", ""));
            }));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var frame = bent(random);
                assertNotNull(MilterCommandParser.parse(frame));
                assertNotNull(MilterAnswerParser.parse(frame));
            }
        }));
    }

    private static MilterFrame bent(Random random) {
        var from = random.nextBoolean() ? MilterCommandWriter.frame(COMMANDS.get(random.nextInt(COMMANDS.size())))
            : MilterAnswerWriter.frame(ANSWERS.get(random.nextInt(ANSWERS.size())));
        var data = from.data().toArray();
        for (int n = random.nextInt(4); n > 0 && data.length > 0; n--) data[random.nextInt(data.length)] = (byte) "\0 5-.\r\nx\u00ff".charAt(random.nextInt(9));
        var letter = random.nextInt(10) == 0 ? (char) random.nextInt(256) : from.letter();
        return new MilterFrame(letter, Bytes.wrap(Arrays.copyOf(data, random.nextInt(data.length + 1))));
    }

    private static Bytes latin(String data) { return Bytes.wrap(data.getBytes(StandardCharsets.ISO_8859_1)); }
}
