package sigillo.sieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.message.Message;

/** Scripts and messages of tests, and what is around them. */
final class Played {
    private Played() {}

    static final String MAIL = """
        From: "Petr" <petr@outside.example>
        To: anna+lists@home.example
        Subject: =?utf-8?Q?Faktura_=C4=8D=2E_12?=
        Message-ID: <one@outside.example>
        Date: Sat, 28 Nov 2026 10:00:00 +0100

        Hello.
        """;

    static Surroundings around(String mail, Set<String> mailboxes) {
        return new Surroundings(message(mail), new Surroundings.Envelope(
            "petr@outside.example", "anna+lists@home.example",
            Optional.empty()), mailboxes(mailboxes), _ -> Optional.empty(), _ -> false, Surroundings.Lists.NONE,
            Surroundings.Scores.NONE, Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
    }

    private static Surroundings.Mailboxes mailboxes(Set<String> names) {
        return new Surroundings.Mailboxes() {
            @Override public boolean exists(String name) { return names.contains(name); }

            @Override public boolean existsId(String id) { return false; }

            @Override public boolean existsUse(Optional<String> name, String use) { return false; }
        };
    }

    static Message message(String mail) {
        try {
            return Message.parse(Octets.of(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sieve.Compiled compile(String script) { return Sieve.compile(
        script.getBytes(StandardCharsets.UTF_8), Scripts.NONE); }

    static Outcome run(String script, String mail) {
        return switch (compile(script)) {
            case Sieve.Compiled.Ok(var made) -> Sieve.run(made, around(mail, Set.of("Work")));
            case Sieve.Compiled.Bad(var errors) -> throw new AssertionError(errors.toString());
        };
    }

    static List<Action> actions(String script, String mail) {
        return switch (run(script, mail)) {
            case Outcome.Done(var actions) -> actions;
            case Outcome.Failed(var error) -> throw new AssertionError(error.toString());
        };
    }

    static String error(String script) {
        return compile(script) instanceof Sieve.Compiled.Bad(var errors) ? errors.getFirst().toString() : "none";
    }
}
