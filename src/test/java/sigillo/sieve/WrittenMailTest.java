package sigillo.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.message.Header;
import sigillo.message.MessageLimits;

/** Answers and notices of scripts, as hostile senders would have them. */
class WrittenMailTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-29T12:00:00Z");
    private static final String START =
        "require [\"vacation\", \"enotify\", \"variables\", \"editheader\", \"encoded-character\"]; "
        + "if header :matches \"subject\" \"*\" { set \"s\" \"${1}\"; } ";
    private static final List<String> SCRIPTS = List.of("vacation :subject \"${s}\" \"Away, of ${s}\";",
        "vacation :mime \"Content-Type: text/plain; x=${s}\r\nBcc: evil@evil.example\r\n\r\n${s}\";",
        "vacation \"Away.\";",
        "notify :message \"${s}\" \"mailto:anna@phone.example?subject=a%0D%0ABcc:evil@evil.example&X-A=${s}\";",
        "notify \"mailto:anna@phone.example?X-B=a%0D%0ABcc:evil@evil.example&body=${s}&Bcc=evil@evil.example\";",
        "addheader \"X-A\" \"${s}\"; addheader \"X-B\" \"a${unicode: 0d}${unicode: 0a}Bcc: evil@evil.example\";");
    /** As they come: line ends by encoded words, octets that are no text, words that are none. */
    private static final List<String> SUBJECTS = List.of("=?utf-8?Q?a=0D=0ABcc:_evil@evil.example?=",
        "=?utf-8?Q?a=0ABcc:_evil@evil.example=0D=0A=0D=0Abody?=", "=?utf-8?Q?a=0DBcc:_evil@evil.example=00?=",
        "a\rBcc: evil@evil.example", "a\0b\u00ff", "=?utf-8?B?4oCoQmNjOiBldmlsQGV2aWwuZXhhbXBsZQ==?=",
        "x".repeat(5000), "");
    private static final List<String> SENDERS = List.of("petr@outside.example", "\"a\\\" b\"@outside.example",
        "petr@[192.0.2.1]",
        "\u017elu\u0165@outside.example", "\"a,b\"@outside.example", "");
    private static final Set<String> FIELDS = Set.of("from", "to", "subject", "date", "message-id", "in-reply-to",
        "references", "auto-submitted", "precedence", "importance", "mime-version", "content-type",
        "content-transfer-encoding", "x-a", "x-b");

    @TestFactory Stream<DynamicTest> whatStrangersWriteIsNoField() {
        return SCRIPTS.stream().flatMap(script -> SUBJECTS.stream().map(subject ->
            DynamicTest.dynamicTest(script + " " + subject.replace('\0', '0'), () -> play(script, subject))));
    }

    private static int checked;

    private static void play(String script, String subject) throws Exception {
        checked = 0;
        for (var sender : SENDERS) {
            var mail = "From: a <" + sender + ">\nTo: anna@home.example\nSubject: " + subject
                + "\nMessage-ID: <a b@x>\nReferences: <1@x>\n\n";
            var envelope = new Surroundings.Envelope(sender, "anna@home.example", Optional.empty());
            var plain = Played.around(mail, Set.of());
            var around = new Surroundings(plain.message(), envelope, plain.mailboxes(), plain.environment(),
                plain.duplicates(), plain.lists(), plain.scores(), plain.now(), plain.zone());
            var anna = Address.of("anna@home.example");
            if (!(Played.compile(START + script) instanceof Sieve.Compiled.Ok(var made)))
                throw new AssertionError(script);
            if (!(Sieve.run(made, around) instanceof Outcome.Done(var actions))) continue;
            for (var action : actions) {
                switch (action) {
                    case Action.Vacation answer ->
                        VacationAnswer.of(answer, around, List.of(anna), NOW, "1@home.example")
                            .ifPresent(one -> check(one.octets()));
                    case Action.Notice notice -> NoticeMail.of(notice, around, anna, NOW, "1@home.example")
                        .ifPresent(one -> check(one.octets()));
                    case Action.Keep(_, _, var edited) when edited.isPresent() -> {
                        var all = edited.get().of(around.message());
                        check(all.bytes(0, all.length(), Integer.MAX_VALUE));
                    }
                    default -> { }
                }
            }
        }
        // what cannot be an URI or a value of a field is not written at all
        boolean mayBeNone = script.contains("X-A");
        assertTrue(checked > 0 || mayBeNone, "nothing was written");
    }

    private static void check(byte[] octets) {
        checked++;
        var header = Header.parse(octets, 0, false, MessageLimits.DEFAULT);
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        for (var field : header.fields()) {
            assertTrue(FIELDS.contains(Ascii.lower(field.name())), () -> field.name() + " in " + text);
        }
        var own = header.fields().stream().filter(field -> field.name().startsWith("X-"))
            .map(field -> new String(field.octets(), StandardCharsets.ISO_8859_1)).toList();
        for (var field : own) assertEquals("", field.strip().replaceAll("\r\n ", "").replaceAll("[^\r\n\0]", ""), text);
    }
}
