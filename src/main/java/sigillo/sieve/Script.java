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
    private final List<Folder> folders;

    /** A folder that a script files into, by a name that stands in it, and that must be there when mail comes. */
    public record Folder(Place place, String name) {}

    Script(List<Statement> statements, Set<String> required, List<Folder> folders) {
        this.statements = statements;
        this.required = required;
        this.folders = List.copyOf(folders);
    }

    List<Statement> statements() { return statements; }

    /** At most {@link SieveLimits#FOLDERS_MAX}, not those of scripts that it includes. */
    public List<Folder> folders() { return folders; }

    /** The extensions that it asks for. */
    public Set<String> required() { return required; }
}
