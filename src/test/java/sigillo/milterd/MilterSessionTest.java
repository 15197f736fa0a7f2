package sigillo.milterd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.milter.MilterAnswer;
import sigillo.milter.MilterCommand;
import sigillo.milter.MilterOptions;

/** What a server hears while it tells of a message. */
class MilterSessionTest {
    private final MilterSession session = new MilterSession();

    private static final Step CONTINUE = new Step.Say(List.of(new MilterAnswer.Continue()));

    private Step negotiate(int version, int actions, int steps) { return session.on(new MilterCommand.Negotiate(new MilterOptions(version, actions, steps))); }

    @Test void aServerThatAllowsAllAwaitsNothingUntilTheEnd() {
        assertEquals(new Step.Say(List.of(new MilterAnswer.Agreed(new MilterOptions(6, 0x11, 0x1CF380), Map.of()))), negotiate(6, 0x1FF, 0x1FFFFF));
        assertEquals(Step.NOTHING, session.on(new MilterCommand.Connect("x", MilterCommand.Family.INET6, 1, "IPv6:2001:db8::1")));
        assertEquals(Step.NOTHING, session.on(new MilterCommand.Helo("x")));
        assertEquals(Step.NOTHING, session.on(new MilterCommand.Mail("<bob@sender.example>", List.of())));
        assertEquals(Step.NOTHING, session.on(new MilterCommand.Rcpt("<anna@home.example>", List.of())));
        assertEquals("Subject:  a\r\n\tb\r\n", taken(session.on(new MilterCommand.Header("Subject", "  a\n\tb"))));
        assertEquals("\r\n", taken(session.on(new MilterCommand.EndOfHeader())));
        assertEquals("", taken(session.on(new MilterCommand.EndOfHeader())));
        var judge = assertInstanceOf(Step.Judge.class, session.on(new MilterCommand.EndOfMessage(Bytes.utf8("x"))));
        assertArrayEquals(new byte[] {'x'}, judge.octets());
        assertEquals("2001:db8:0:0:0:0:0:1", judge.asked().origin().client().orElseThrow().getHostAddress());
        assertEquals("<bob@sender.example>", judge.asked().envelope().from().toString());
        assertEquals(1, judge.asked().envelope().recipients().size());
    }

    @Test void anOldServerHearsContinue() {
        assertEquals(new Step.Say(List.of(new MilterAnswer.Agreed(new MilterOptions(2, 0x11, 0), Map.of()))), negotiate(2, 0x3F, 0x7F));
        assertEquals(CONTINUE, session.on(new MilterCommand.Helo("x")));
        assertEquals("A: b\r\n", taken(session.on(new MilterCommand.Header("A", "b"))));
    }

    @Test void whoIsTooOldIsLeft() { assertInstanceOf(Step.End.class, negotiate(1, 0, 0)); }

    /** Postfix's milter_mail_macros has who signed in; a message that comes without is of nobody. */
    @Test void whatWasToldOfAMessageIsForgottenWithIt() {
        negotiate(6, 0x1FF, 0x1FFFFF);
        session.on(new MilterCommand.Macros('C', Map.of("j", "mail.example")));
        session.on(new MilterCommand.Macros('M', Map.of("{auth_authen}", "anna")));
        var first = assertInstanceOf(Step.Judge.class, session.on(new MilterCommand.EndOfMessage(Bytes.EMPTY)));
        assertEquals(Optional.of("anna"), first.asked().origin().user());
        session.on(new MilterCommand.Mail("<bob@remote.example>", java.util.List.of()));
        var second = assertInstanceOf(Step.Judge.class, session.on(new MilterCommand.EndOfMessage(Bytes.EMPTY)));
        assertEquals(Optional.empty(), second.asked().origin().user());
        session.on(new MilterCommand.Macros('M', Map.of("{auth_authen}", "anna")));
        session.on(new MilterCommand.Abort());
        var third = assertInstanceOf(Step.Judge.class, session.on(new MilterCommand.EndOfMessage(Bytes.EMPTY)));
        assertEquals(Optional.empty(), third.asked().origin().user());
    }

    @Test void theNextClientIsAnother() {
        negotiate(6, 0x1FF, 0x1FFFFF);
        session.on(new MilterCommand.Connect("x", MilterCommand.Family.INET, 1, "192.0.2.1"));
        session.on(new MilterCommand.Macros('M', Map.of("{auth_authen}", "anna")));
        session.on(new MilterCommand.NextClient());
        session.on(new MilterCommand.Connect("x", MilterCommand.Family.INET, 1, "not an address"));
        var judge = assertInstanceOf(Step.Judge.class, session.on(new MilterCommand.EndOfMessage(Bytes.EMPTY)));
        assertEquals(Optional.empty(), judge.asked().origin().client());
        assertEquals(Optional.empty(), judge.asked().origin().user());
    }

    private static String taken(Step step) { return new String(((Step.Take) step).octets(), StandardCharsets.ISO_8859_1); }
}
