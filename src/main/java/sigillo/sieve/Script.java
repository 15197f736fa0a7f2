package sigillo.sieve;

import java.util.List;
import java.util.Set;

/**
 * A script that was checked, with those that it includes; made by {@link Sieve#compile}. Never changes; any thread
 * may run it.
 */
public final class Script {
    private final List<Statement> statements;
    private final Set<String> required;

    Script(List<Statement> statements, Set<String> required) {
        this.statements = statements;
        this.required = required;
    }

    List<Statement> statements() { return statements; }

    /** The extensions that it asks for. */
    public Set<String> required() { return required; }
}
