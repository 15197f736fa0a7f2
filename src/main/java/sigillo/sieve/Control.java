package sigillo.sieve;

import java.util.List;

/** RFC 5228 sections 3.1, 3.3 and 5: what decides, and the tests of tests. */
final class Control {
    private Control() {}

    static final Condition TRUE = _ -> true;

    record Branch(Condition condition, List<Statement> block) {}

    record If(List<Branch> branches) implements Statement {
        @Override public Flow run(Run run) {
            for (var branch : branches) {
                if (Condition.test(branch.condition, run)) return Statement.all(branch.block, run);
            }
            return NEXT;
        }
    }

    record Leave(Flow flow) implements Statement {
        @Override public Flow run(Run run) { return flow; }
    }

    record AllOf(List<Condition> conditions) implements Condition {
        @Override public boolean holds(Run run) {
            for (var condition : conditions) {
                if (!Condition.test(condition, run)) return false;
            }
            return true;
        }
    }

    record AnyOf(List<Condition> conditions) implements Condition {
        @Override public boolean holds(Run run) {
            for (var condition : conditions) {
                if (Condition.test(condition, run)) return true;
            }
            return false;
        }
    }

    record Not(Condition condition) implements Condition {
        @Override public boolean holds(Run run) { return !Condition.test(condition, run); }
    }

    /** What the compiler did not know; see {@link Compiler#unknown}. */
    record Failing(Place place, String sentence) implements Statement, Condition {
        @Override public Flow run(Run run) { throw new Fault(place, sentence); }

        @Override public boolean holds(Run run) { throw new Fault(place, sentence); }
    }

    /** RFC 5463 section 5. */
    record Error(Place place, Template text) implements Statement {
        @Override public Flow run(Run run) { throw new Fault(
            place, "the script says: " + Compiler.shortened(text.in(run))); }
    }

    static void addTo(Vocabulary all) {
        all.extensions("ihave", "encoded-character", "comparator-i;octet", "comparator-i;ascii-casemap");
        all.command(Form.command("stop", ""), _ -> new Leave(Statement.Flow.Plain.STOP));
        all.command(Form.command("error", "ihave", Form.Kind.TEXT), given -> new Error(given.place(), given.text(0)));
        all.test(Form.test("true", ""), _ -> TRUE);
        all.test(Form.test("false", ""), _ -> _ -> false);
        all.test(Form.test("not", "").withTests(Form.Tests.ONE), given -> new Not(only(given)));
        all.test(Form.test("allof", "").withTests(Form.Tests.SEVERAL),
            given -> new AllOf(given.compiler().conditions(given.call().tests())));
        all.test(Form.test("anyof", "").withTests(Form.Tests.SEVERAL),
            given -> new AnyOf(given.compiler().conditions(given.call().tests())));
        all.test(Form.test("ihave", "ihave", Form.Kind.TEXTS), Control::ihave);
    }

    private static Condition only(Given given) {
        return given.compiler().condition(given.call().tests().getFirst()).orElse(TRUE);
    }

    /** RFC 5463 section 4: true when all of them are there. */
    private static Condition ihave(Given given) {
        boolean all = true;
        for (var extension : given.texts(0).constants()) all &= given.compiler().ask(extension);
        boolean holds = all && given.texts(0).constants().size() == given.texts(0).items().size();
        return _ -> holds;
    }
}
