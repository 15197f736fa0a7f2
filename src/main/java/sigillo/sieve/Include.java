package sigillo.sieve;

import java.util.List;

/** RFC 6609: scripts in scripts. They are found and compiled with the script that includes them. */
final class Include {
    private Include() {}

    static void addTo(Vocabulary all) {
        all.extensions("include");
        all.command(Form.command("include", "include", Form.Kind.TEXT).of("where", "include", "personal", "global")
            .tag("once", "include").tag("optional", "include"), Include::include);
        all.command(Form.command("return", "include"), _ -> new Control.Leave(Statement.Flow.Plain.RETURN));
        all.command(Form.command("global", "include", Form.Kind.TEXTS), Include::global);
        all.beforeRequire("global");
    }

    private static Statement include(Given given) {
        var name = given.constant(0);
        var compiler = given.compiler();
        if (!isName(name)) {
            compiler.error(given.placeOf(0), "'" + Compiler.shortened(name) + "' cannot be the name of a script");
            return new Control.Leave(Statement.NEXT);
        }
        var found = compiler.inclusion().include(given.has("global"), name, compiler.vocabulary(), compiler.errors());
        return switch (found) {
            case Inclusion.Found.Is(var script) -> new Inner(script, given.has("once"));
            // RFC 6609 section 3.2: which one is missing shows when the script is run.
            case Inclusion.Found.Missing() when given.has("optional") -> new Control.Leave(Statement.NEXT);
            case Inclusion.Found.Missing() -> new Control.Failing(
                given.place(), "there is no script '" + Compiler.shortened(name) + "'");
            case Inclusion.Found.Refused(var sentence) -> {
                compiler.error(given.place(), "'" + Compiler.shortened(name) + "' cannot be included: " + sentence);
                yield new Control.Leave(Statement.NEXT);
            }
        };
    }

    /** RFC 5804 section 1.6: what the name of a script can be; and no path. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= 128 && name.chars().noneMatch(c -> c < ' ' || c >= 0x7F && c <= 0x9F
            || c == 0x2028 || c == 0x2029 || c == '/');
    }

    record Inner(Script script, boolean once) implements Statement {
        @Override public Flow run(Run run) {
            boolean isNew = run.isNew(script);
            if (once && !isNew) return NEXT;
            var before = run.enter();
            try {
                var flow = Statement.all(script.statements(), run);
                return flow == Flow.Plain.STOP ? flow : NEXT;
            } finally {
                run.leaveTo(before);
            }
        }
    }

    /** RFC 6609 section 3.4.1. */
    private static Statement global(Given given) {
        if (!given.compiler().has("variables")) given.compiler().error(
            given.place(), "'global' needs require \"variables\"");
        var names = given.texts(0).constants().stream().map(Ascii::lower).toList();
        for (var name : names) {
            if (!Template.isIdentifier(name)) {
                given.compiler().error(given.placeOf(0), "'" + Compiler.shortened(name)
                    + "' cannot be the name of a variable");
            }
        }
        return new Sharing(names);
    }

    record Sharing(List<String> names) implements Statement {
        @Override public Flow run(Run run) {
            names.forEach(run.variables()::share);
            return NEXT;
        }
    }

}
