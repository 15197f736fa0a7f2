package sigillo.sieve;

import java.util.List;
import java.util.Optional;

/** RFC 5435; the one method is mail, RFC 5436. */
final class Notify {
    private Notify() {}

    static void addTo(Vocabulary all) {
        all.extensions("enotify");
        all.command(Deeds.fileCopy(Form.command("notify", "enotify", Form.Kind.TEXT).tag(
            "from", "enotify", Form.Kind.TEXT)
            .tag("importance", "enotify", Form.Kind.TEXT).tag("options", "enotify", Form.Kind.TEXTS)
            .tag("message", "enotify", Form.Kind.TEXT)), Notice::of);
        all.test(Form.test("valid_notify_method", "enotify", Form.Kind.TEXTS), given -> {
            var uris = given.texts(0);
            return run -> uris.in(run).stream().allMatch(uri -> Mailto.parse(uri).isPresent());
        });
        all.test(Match.tags(Form.test("notify_method_capability", "enotify", Form.Kind.TEXT, Form.Kind.TEXT,
            Form.Kind.TEXTS)),
            Notify::capability);
    }

    /** RFC 5435 section 5: whether somebody reads mail now is not known. */
    private static Condition capability(Given given) {
        var uri = given.text(0);
        var name = given.text(1);
        var match = Match.of(given);
        return new Compare(run -> Mailto.parse(uri.in(run)).isPresent() && name.in(run).equalsIgnoreCase("online")
            ? List.of("maybe").iterator() : List.<String>of().iterator(), match, match.keys(given, 2));
    }

    record Notice(Place place, Template method, Optional<Template> from, Optional<Template> importance,
        Optional<Texts> options,
                  Optional<Template> message, Optional<Deeds.Copying> copy) implements Statement {
        static Notice of(Given given) {
            var compiler = given.compiler();
            given.text(0).constant().filter(uri -> Mailto.parse(uri).isEmpty()).ifPresent(uri ->
                compiler.error(given.placeOf(0), "'" + Compiler.shortened(uri)
                    + "' is no mailto: of somebody to write to"));
            given.text("from").flatMap(Template::constant).filter(text -> Deeds.parse(text).isEmpty()).ifPresent(text ->
                compiler.error(given.placeOf("from"), "'" + Compiler.shortened(text) + "' is not one address"));
            given.text("importance").flatMap(Template::constant).filter(text -> !text.matches("[123]")).ifPresent(_ ->
                compiler.error(given.placeOf("importance"), "':importance' is \"1\", \"2\" or \"3\""));
            return new Notice(given.place(), given.text(0), given.text("from"), given.text("importance"), given.texts(
                "options"),
                given.text("message"), Deeds.Copying.of(given));
        }

        @Override public Flow run(Run run) {
            var uri = method.in(run);
            var to = Mailto.parse(uri);
            if (to.isEmpty()) throw new Fault(place, "'" + Compiler.shortened(uri)
                + "' is no mailto: of somebody to write to");
            long before = run.actions().stream().filter(Action.Notice.class::isInstance).count();
            if (before == SieveLimits.NOTICES_MAX) throw new Fault(place, "the script sends too many notices");
            // RFC 5435 section 3.4: 2 where nothing is said, or nothing that is known.
            int level = importance.map(one -> one.in(run)).filter(text -> text.matches("[123]")).map(
                Integer::parseInt).orElse(2);
            var sender = from.map(one -> one.in(run)).filter(text -> Deeds.parse(text).isPresent());
            run.act(place, new Action.Notice(to.get(), sender, level, options.map(all -> all.in(run)).orElse(List.of()),
                message.map(one -> one.in(run)), copy.map(one -> one.in(run))));
            return NEXT;
        }
    }
}
