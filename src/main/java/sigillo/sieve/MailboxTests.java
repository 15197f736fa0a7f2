package sigillo.sieve;

import java.util.Optional;

/** RFC 5490 section 3.1, RFC 9042, RFC 8579 section 3; and RFC 7352. */
final class MailboxTests {
    private MailboxTests() {}

    static void addTo(Vocabulary all) {
        all.extensions("duplicate");
        all.test(Form.test("mailboxexists", "mailbox", Form.Kind.TEXTS), given -> {
            var names = given.texts(0);
            return run -> names.in(run).stream().allMatch(name -> asked(run).exists(name));
        });
        all.test(Form.test("mailboxidexists", "mailboxid", Form.Kind.TEXTS), given -> {
            var ids = given.texts(0);
            return run -> ids.in(run).stream().allMatch(id -> asked(run).existsId(id));
        });
        all.test(Form.test("specialuse_exists", "special-use", Form.Kind.TEXT, Form.Kind.TEXTS).withOptionalFirst(),
            MailboxTests::use);
        all.test(Form.test("duplicate", "duplicate").tag("handle", "duplicate", Form.Kind.TEXT)
            .of("what is unique", "duplicate", Form.Kind.TEXT, "header", "uniqueid").tag(
                "seconds", "duplicate", Form.Kind.NUMBER)
            .tag("last", "duplicate"), Duplicate::of);
    }

    /** Each question reads a row. */
    private static Surroundings.Mailboxes asked(Run run) {
        run.charge(SieveLimits.CHARACTERS_PER_STEP * 16L);
        return run.around().mailboxes();
    }

    private static Condition use(Given given) {
        boolean isNamed = given.positional().size() == 2;
        var name = isNamed ? Optional.of(given.text(0)) : Optional.<Template>empty();
        var uses = given.texts(isNamed ? 1 : 0);
        return run -> {
            var mailbox = name.map(one -> one.in(run));
            return uses.in(run).stream().allMatch(use -> asked(run).existsUse(mailbox, use));
        };
    }

    /** RFC 7352 section 3: the same message again; what is seen is remembered when the script has come to its end. */
    record Duplicate(Place place, Optional<Template> handle, Optional<Template> header, Optional<Template> unique,
        long seconds,
                     boolean last) implements Condition {
        static Duplicate of(Given given) {
            long seconds = Math.clamp(given.number("seconds").orElse(SieveLimits.DUPLICATE_SECONDS), 1,
                SieveLimits.DUPLICATE_SECONDS_MAX);
            given.text("header").flatMap(Template::constant).filter(name -> !MessageTests.isFieldName(name))
                .ifPresent(name ->
                given.compiler().error(given.placeOf("header"), "'" + Compiler.shortened(name)
                    + "' is not the name of a header field"));
            return new Duplicate(given.place(), given.text("handle"), given.text("header"), given.text("uniqueid"),
                seconds,
                given.has("last"));
        }

        @Override public boolean holds(Run run) {
            var id = id(run);
            if (id.isEmpty()) return false;
            var key = handle.map(one -> one.in(run)).orElse("") + "\0" + id.get();
            run.charge(SieveLimits.CHARACTERS_PER_STEP * 16L);
            boolean isSeen = run.around().duplicates().has(key);
            boolean isTold = run.actions().stream().anyMatch(
                action -> action instanceof Action.Remember one && one.key().equals(key));
            if ((!isSeen || last) && !isTold) run.act(place, new Action.Remember(key, seconds));
            return isSeen;
        }

        /** RFC 7352 section 3.1: the Message-ID where nothing else is asked for. */
        private Optional<String> id(Run run) {
            if (unique.isPresent()) return Optional.of("u" + unique.get().in(run));
            var name = header.map(one -> one.in(run)).orElse("message-id");
            return run.header().first(name).map(field -> "h" + field.raw(SieveLimits.FIELD_CHARACTERS_MAX));
        }
    }
}
