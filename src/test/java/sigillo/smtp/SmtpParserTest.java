package sigillo.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.smtp.SmtpParser.Outcome;

class SmtpParserTest {

    /** {@code want}: a command, or the code and status of the refusal. */
    private record Case(String line, Object want) {}

    private static final List<Case> COMMANDS = List.of(
        new Case("EHLO mx.example", new SmtpCommand.Ehlo("mx.example")),
        new Case("ehlo [192.0.2.1]", new SmtpCommand.Ehlo("[192.0.2.1]")),
        new Case("EHLO [IPv6:2001:db8::1]", new SmtpCommand.Ehlo("[IPv6:2001:db8::1]")),
        new Case("EHLO my_pc", new SmtpCommand.Ehlo("my_pc")),
        new Case("EHLO", "501 5.5.4"),
        new Case("EHLO two words", "501 5.5.4"),
        new Case("EHLO a(comment)", "501 5.5.4"),
        new Case("EHLO " + "a".repeat(256), "501 5.5.4"),
        new Case("HELO mx.example  \t", new SmtpCommand.Helo("mx.example")),
        new Case("LHLO mx.example", new SmtpCommand.Lhlo("mx.example")),
        new Case("data", new SmtpCommand.Data()),
        new Case("DATA ", new SmtpCommand.Data()),
        new Case("DATA now", "501 5.5.4"),
        new Case("RSET", new SmtpCommand.Rset()),
        new Case("RSET all", "501 5.5.4"),
        new Case("NOOP anything at all", new SmtpCommand.Noop()),
        new Case("QUIT", new SmtpCommand.Quit()),
        new Case("HELP MAIL", new SmtpCommand.Help()),
        new Case("VRFY anna", new SmtpCommand.Vrfy()),
        new Case("EXPN staff", new SmtpCommand.Expn()),
        new Case("STARTTLS", new SmtpCommand.StartTls()),
        new Case("STARTTLS now", "501 5.5.4"),
        new Case("BDAT 0 LAST", new SmtpCommand.Bdat(0, true)),
        new Case("bdat 1000 last", new SmtpCommand.Bdat(1_000, true)),
        new Case("BDAT 12", new SmtpCommand.Bdat(12, false)),
        new Case("BDAT 99999999999999999999", new SmtpCommand.Bdat(Long.MAX_VALUE, false)),
        new Case("BDAT -1", "501 5.5.4"),
        new Case("BDAT", "501 5.5.4"),
        new Case("BDAT 1 2", "501 5.5.4"),
        new Case("BDAT 0x10", "501 5.5.4"),
        new Case("AUTH PLAIN", new SmtpCommand.Auth("PLAIN", Optional.empty())),
        new Case("auth plain AGEAYg==", new SmtpCommand.Auth("PLAIN", Optional.of("AGEAYg=="))),
        new Case("AUTH PLAIN a\0b", "501 5.5.2"),
        new Case("AUTH", "501 5.5.4"),
        new Case("AUTH PLAIN a b", "501 5.5.4"),
        new Case("", "500 5.5.1"),
        new Case(" ", "500 5.5.1"),
        new Case("MAILFROM:<a@b.example>", "500 5.5.1"),
        new Case("GET / HTTP/1.1", "500 5.5.1"),
        new Case("PROXY TCP4 192.0.2.1 192.0.2.2 1 25", "500 5.5.1"),
        new Case("\0", "500 5.5.1"));

    private static final List<Case> PATHS = List.of(
        new Case("MAIL FROM:<>", mail(ReversePath.NULL)),
        new Case("mail from:<a@B.example>", mail(from("a", "b.example"))),
        new Case("MAIL FROM: <a@b.example>", mail(from("a", "b.example"))),
        new Case("MAIL FROM:<CaseSensitive.User@Remote.Example>", mail(from("CaseSensitive.User", "remote.example"))),
        new Case("MAIL FROM:<a+B@b.example>", mail(from("a+B", "b.example"))),
        new Case("MAIL FROM:<\"A b\"@b.example>", mail(from("\"A b\"", "b.example"))),
        new Case("MAIL FROM:<\"a@b>c\"@b.example>", mail(from("\"a@b>c\"", "b.example"))),
        new Case("MAIL FROM:<\"a\\\"b\\\\\"@b.example>", mail(from("\"a\\\"b\\\\\"", "b.example"))),
        new Case("MAIL FROM:<@one.example,@two.example:a@b.example>", mail(from("a", "b.example"))),
        new Case("MAIL FROM:<a@[192.0.2.1]>", mail(from("a", "[192.0.2.1]"))),
        new Case("MAIL FROM:<a@[IPv6:2001:db8::1]>", mail(from("a", "[ipv6:2001:db8::1]"))),
        new Case("MAIL FROM:<j\u00fcrgen@b\u00fccher.example>", mail(from("j\u00fcrgen", "xn--bcher-kva.example"))),
        new Case("MAIL FROM:<" + "a".repeat(256) + "@b.example>", mail(from("a".repeat(256), "b.example"))),
        new Case("MAIL FROM:<" + "a".repeat(257) + "@b.example>", "501 5.1.7"),
        new Case("MAIL FROM:a@b.example", "501 5.1.7"),
        new Case("MAIL FROM:<a@b.example", "501 5.1.7"),
        new Case("MAIL FROM:<a>", "501 5.1.7"),
        new Case("MAIL FROM:<@b.example>", "501 5.1.7"),
        new Case("MAIL FROM:<a@>", "501 5.1.7"),
        new Case("MAIL FROM:<a@b..example>", "501 5.1.7"),
        new Case("MAIL FROM:<a..b@b.example>", "501 5.1.7"),
        new Case("MAIL FROM:<.a@b.example>", "501 5.1.7"),
        new Case("MAIL FROM:<a b@b.example>", "501 5.1.7"),
        new Case("MAIL FROM:<a\0b@b.example>", "501 5.1.7"),
        new Case("MAIL FROM:<\"a\0b\"@b.example>", "501 5.1.7"),
        new Case("MAIL FROM:<a@b.example>SIZE=1", "501 5.5.4"),
        new Case("MAIL", "501 5.5.4"),
        new Case("MAIL TO:<a@b.example>", "501 5.5.4"),
        new Case("RCPT TO:<Postmaster>", new SmtpCommand.Rcpt(new ForwardPath.Postmaster(), RcptParameters.NONE)),
        new Case("RCPT TO:<postmaster@b.example>", rcpt("postmaster", "b.example")),
        new Case("RCPT TO:<INFO@Home.Example>", rcpt("INFO", "home.example")),
        new Case("RCPT TO:<@relay.example:\"A b\"@b.example>", rcpt("\"A b\"", "b.example")),
        new Case("RCPT TO:<>", "501 5.1.3"),
        new Case("RCPT TO:<a@b@c>", "501 5.1.3"),
        new Case("RCPT TO:<@b>", "501 5.1.3"),
        new Case("RCPT TO:<a@b", "501 5.1.3"),
        new Case("RCPT TO:<a@b\nDATA>", "501 5.1.3"),
        new Case("RCPT FROM:<a@b>", "501 5.5.4"));

    private static final List<Case> PARAMETERS = List.of(
        new Case("SIZE=12", size(12)),
        new Case("size=99999999999999999999", size(Long.MAX_VALUE)),
        new Case("SIZE", "501 5.5.4"),
        new Case("SIZE=", "501 5.5.4"),
        new Case("SIZE=-1", "501 5.5.4"),
        new Case("SIZE=1 SIZE=2", "501 5.5.4"),
        new Case("BODY=8bitmime", body(Envelope.Body.EIGHT_BIT)),
        new Case("BODY=7BIT", body(Envelope.Body.SEVEN_BIT)),
        new Case("BODY=BINARYMIME", body(Envelope.Body.BINARY)),
        new Case("BODY=9BIT", "501 5.5.4"),
        new Case("SMTPUTF8", parameters(Optional.empty(), true, Optional.empty(), Optional.empty())),
        new Case("SMTPUTF8=YES", "501 5.5.4"),
        new Case("RequireTLS", requireTls()),
        new Case("REQUIRETLS=YES", "501 5.5.4"),
        new Case("RET=HDRS ENVID=QQ+2B1",
            parameters(Optional.empty(), false, Optional.of(Envelope.Ret.HDRS), Optional.of("QQ+1"))),
        new Case("RET=SOME", "501 5.5.4"),
        new Case("ENVID=a+0D+0Ab", "501 5.5.4"),
        new Case("ENVID=a+2b", "501 5.5.4"),
        new Case("ENVID=" + "x".repeat(101), "501 5.5.4"),
        new Case("AUTH=<>", auth("<>")),
        new Case("AUTH=anna+40home.example", auth("anna@home.example")),
        new Case("HOLDFOR=3600", hold(new MailParameters.Hold.For(Duration.ofHours(1)))),
        new Case("HOLDUNTIL=2026-11-25T10:00:00Z",
            hold(new MailParameters.Hold.Until(Instant.parse("2026-11-25T10:00:00Z")))),
        new Case("HOLDFOR=1 HOLDUNTIL=2026-11-25T10:00:00Z", "501 5.5.4"),
        new Case("HOLDFOR=9999999999", "501 5.5.4"),
        new Case("HOLDUNTIL=tomorrow", "501 5.5.4"),
        new Case("HOLDUNTIL=2026-11-25T10:00:00+01:00", "501 5.5.4"),
        new Case("X-OTHER=1", "555 5.5.4"),
        new Case("XUNKNOWN", "555 5.5.4"),
        new Case("=1", "555 5.5.4"));

    private static final List<Case> RCPT_PARAMETERS = List.of(
        new Case("NOTIFY=NEVER", notify(Set.of(Recipient.Notify.NEVER), null)),
        new Case("NOTIFY=success,Failure,DELAY", notify(
            Set.of(Recipient.Notify.SUCCESS, Recipient.Notify.FAILURE, Recipient.Notify.DELAY), null)),
        new Case("NOTIFY=NEVER,DELAY", "501 5.5.4"),
        new Case("NOTIFY=", "501 5.5.4"),
        new Case("NOTIFY=SUCCESS,", "501 5.5.4"),
        new Case("NOTIFY=SOMETIMES", "501 5.5.4"),
        new Case("ORCPT=rfc822;Nobody@remote.example", notify(Set.of(), "rfc822;Nobody@remote.example")),
        new Case("ORCPT=rfc822;a+2Bb+40remote.example", notify(Set.of(), "rfc822;a+b@remote.example")),
        new Case("ORCPT=rfc822;a+0A@remote.example", "501 5.5.4"),
        new Case("ORCPT=rfc822;\u00fc@remote.example", "501 5.5.4"),
        new Case("ORCPT=utf-8;\\x{FC}@remote.example", notify(Set.of(), "utf-8;\u00fc@remote.example")),
        new Case("ORCPT=utf-8;\u00fc@remote.example", notify(Set.of(), "utf-8;\u00fc@remote.example")),
        new Case("ORCPT=utf-8;\\x{1F4CE}@remote.example", notify(Set.of(), "utf-8;\ud83d\udcce@remote.example")),
        new Case("ORCPT=utf-8;\\x{D800}@remote.example", "501 5.5.4"),
        new Case("ORCPT=utf-8;\\x{A}@remote.example", "501 5.5.4"),
        new Case("ORCPT=utf-8;\\x{FC", "501 5.5.4"),
        new Case("ORCPT=rfc822;", "501 5.5.4"),
        new Case("ORCPT=nobody@remote.example", "501 5.5.4"),
        new Case("ORCPT=rfc822;" + "a".repeat(500), "501 5.5.4"),
        new Case("SIZE=1", "555 5.5.4"));

    @TestFactory Stream<DynamicTest> commands() { return tests(COMMANDS); }

    @TestFactory Stream<DynamicTest> paths() { return tests(PATHS); }

    @TestFactory Stream<DynamicTest> mailParameters() {
        return tests(PARAMETERS.stream().map(c -> new Case("MAIL FROM:<a@b.example> " + c.line,
            c.want instanceof MailParameters p ? new SmtpCommand.Mail(from("a", "b.example"), p) : c.want)).toList());
    }

    @TestFactory Stream<DynamicTest> rcptParameters() {
        return tests(RCPT_PARAMETERS.stream().map(c -> new Case("RCPT TO:<a@b.example> " + c.line,
            c.want instanceof RcptParameters p ? new SmtpCommand.Rcpt(to("a", "b.example"), p) : c.want)).toList());
    }

    /** What we write as a client is what we read as a server. */
    @TestFactory Stream<DynamicTest> readsWhatIsWritten() {
        return all().filter(c -> c.want instanceof SmtpCommand).map(c -> DynamicTest.dynamicTest(name(c), () -> {
            var line = new String(SmtpEncoder.encode((SmtpCommand) c.want), StandardCharsets.UTF_8);
            assertEquals(new Outcome.Ok((SmtpCommand) c.want), SmtpParser.parse(line.substring(0, line.length() - 2)));
        }));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        var lines = all().map(Case::line).toList();
        return Stream.of(1L, 2L, 3L, 4L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                var outcome = SmtpParser.parse(mutate(lines.get(random.nextInt(lines.size())), random));
                assertNotNull(outcome);
                if (outcome instanceof Outcome.Ok(var command)) {
                    var again = new String(SmtpEncoder.encode(command), StandardCharsets.UTF_8).strip();
                    assertInstanceOf(Outcome.Ok.class, SmtpParser.parse(again), again);
                }
            }
        }));
    }

    private static final String JUNK = "<>@ =:+\\\";{},\0\r\n\u00e8a0[]";

    private static String mutate(String line, Random random) {
        var text = new StringBuilder(line);
        for (int n = random.nextInt(5); n-- > 0 && !text.isEmpty(); )
            text.setCharAt(random.nextInt(text.length()), JUNK.charAt(random.nextInt(JUNK.length())));
        return text.substring(0, random.nextInt(text.length() + 1));
    }

    private static Stream<Case> all() {
        return Stream.concat(Stream.concat(COMMANDS.stream(), PATHS.stream()), Stream.concat(
            PARAMETERS.stream().map(c -> new Case("MAIL FROM:<a@b.example> " + c.line,
                c.want instanceof MailParameters p ? new SmtpCommand.Mail(from("a", "b.example"), p) : c.want)),
            RCPT_PARAMETERS.stream().map(c -> new Case("RCPT TO:<a@b.example> " + c.line,
                c.want instanceof RcptParameters p ? new SmtpCommand.Rcpt(to("a", "b.example"), p) : c.want))));
    }

    private static Stream<DynamicTest> tests(List<Case> cases) {
        return cases.stream().map(c -> DynamicTest.dynamicTest(name(c), () -> {
            Object got = switch (SmtpParser.parse(c.line)) {
                case Outcome.Ok(var command) -> command;
                case Outcome.Bad(var reply) -> reply.code() + " " + reply.status().orElseThrow();
            };
            assertEquals(c.want, got);
        }));
    }

    private static String name(Case c) {
        var line = c.line.length() > 80 ? c.line.substring(0, 80) + "..." : c.line;
        return "\"" + line.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    private static ReversePath from(String local, String domain) {
        return ReversePath.of(new Address(local, Domain.of(domain)));
    }

    private static ForwardPath to(String local, String domain) {
        return new ForwardPath.To(new Address(local, Domain.of(domain)));
    }

    private static SmtpCommand mail(ReversePath from) { return new SmtpCommand.Mail(from, MailParameters.NONE); }

    private static SmtpCommand rcpt(String local, String domain) {
        return new SmtpCommand.Rcpt(to(local, domain), RcptParameters.NONE);
    }

    private static MailParameters size(long octets) {
        return new MailParameters(OptionalLong.of(octets), Optional.empty(), false, Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), false);
    }

    private static MailParameters parameters(
            Optional<Envelope.Body> body, boolean utf8, Optional<Envelope.Ret> ret, Optional<String> envid) {
        return new MailParameters(OptionalLong.empty(), body, utf8, ret, envid, Optional.empty(), Optional.empty(), false);
    }

    private static MailParameters body(Envelope.Body body) {
        return parameters(Optional.of(body), false, Optional.empty(), Optional.empty());
    }

    private static MailParameters auth(String auth) {
        return new MailParameters(OptionalLong.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(),
            Optional.of(auth), Optional.empty(), false);
    }

    private static MailParameters hold(MailParameters.Hold hold) {
        return new MailParameters(OptionalLong.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.of(hold), false);
    }

    private static MailParameters requireTls() {
        return new MailParameters(OptionalLong.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), true);
    }

    private static RcptParameters notify(Set<Recipient.Notify> on, String original) {
        return new RcptParameters(on, Optional.ofNullable(original));
    }
}
