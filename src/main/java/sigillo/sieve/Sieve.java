package sigillo.sieve;

import java.util.List;
import java.util.Set;

/**
 * Where scripts are compiled and run. Total: nothing that is in a script or a message makes it throw. Any thread may
 * call.
 */
public final class Sieve {
    private Sieve() {}

    /** What became of a text. */
    public sealed interface Compiled {
        record Ok(Script script) implements Compiled {}

        /** At least one, at most {@link SieveLimits#ERRORS_MAX}, in the order of the text. */
        record Bad(List<ScriptError> errors) implements Compiled {
            public Bad { errors = List.copyOf(errors); }
        }
    }

    /** The names that {@code require} may have. */
    public static Set<String> extensions() { return Set.copyOf(Vocabulary.OURS.extensions()); }

    public static Compiled compile(byte[] script, Scripts scripts) { return compile(script, scripts, Vocabulary.OURS); }

    static Compiled compile(byte[] script, Scripts scripts, Vocabulary vocabulary) {
        var errors = new Compiler.Errors();
        var compiler = new Compiler(vocabulary, Inclusion.outermost(scripts), errors);
        var made = ScriptText.of(script, compiler::error).map(compiler::script);
        return errors.all().isEmpty() && made.isPresent() ? new Compiled.Ok(made.get()) : new Compiled.Bad(
            errors.all());
    }

    public static Outcome run(Script script, Surroundings around) { return run(script, new Run(around)); }

    /**
     * For a message that is here already, with these flags of IMAP: RFC 6785. {@link Action.Keep} has those that it is to have; without
     * one it is to go.
     */
    public static Outcome runHere(Script script, Surroundings around, List<String> flags) {
        return run(script, Run.here(around, flags));
    }

    private static Outcome run(Script script, Run run) {
        try {
            finish(run, script);
        } catch (Fault fault) {
            return new Outcome.Failed(new ScriptError("", fault.place(), fault.getMessage()));
        }
        return new Outcome.Done(run.actions());
    }

    /** RFC 5228 section 2.10.2: the implicit keep comes last. */
    static void finish(Run run, Script script) {
        Statement.all(script.statements(), run);
        keepImplicitly(run);
    }

    static void keepImplicitly(Run run) {
        boolean isThere = run.actions().stream().anyMatch(action -> action instanceof Action.Keep);
        if (run.isKept() && !isThere) run.actions().add(new Action.Keep(run.flags(), true, run.edited()));
    }
}
