package sigillo.sieve;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The variables of one script, RFC 5229; those that are global are of all scripts of a run, RFC 6609 section 3.4. */
final class Scope {
    private final Run run;
    private final Map<String, String> own = new HashMap<>();
    private final Set<String> shared = new HashSet<>();
    private final Globals globals;
    private List<String> matches = List.of();

    /** And the room that all scopes share. */
    static final class Globals {
        private final Map<String, String> values = new HashMap<>();
        private long charactersLeft = SieveLimits.VALUES_CHARACTERS_MAX;
        private int left = SieveLimits.VARIABLES_MAX;
    }

    Scope(Run run, Globals globals) {
        this.run = run;
        this.globals = globals;
    }

    Globals globals() { return globals; }

    /** RFC 5229 section 3: one that nobody has set is empty. */
    String get(String name, boolean isGlobal) { return values(name, isGlobal).getOrDefault(name, ""); }

    private Map<String, String> values(String name, boolean isGlobal) {
        return isGlobal || shared.contains(name) ? globals.values : own;
    }

    /** What is too long is cut, RFC 5229 section 4. */
    void set(Place place, String name, boolean isGlobal, String value) {
        var text = value.substring(0, Template.cut(value, SieveLimits.VALUE_CHARACTERS_MAX));
        run.charge(text.length());
        var before = values(name, isGlobal).put(name, text);
        if (before == null && globals.left-- == 0) throw new Fault(place, "the script has too many variables");
        globals.charactersLeft += (before == null ? 0 : before.length()) - text.length();
        if (globals.charactersLeft < 0) throw new Fault(place, "the variables hold too much");
    }

    /** RFC 6609 section 3.4.1. */
    void share(String name) { shared.add(name); }

    /** RFC 5229 section 3.2: the whole, then what wildcards or groups stand for. */
    void matched(List<String> values) {
        long characters = 0;
        for (var value : values) characters += value.length();
        run.charge(characters);
        matches = values.stream().map(value -> value.substring(
            0, Template.cut(value, SieveLimits.VALUE_CHARACTERS_MAX))).toList();
    }

    String match(int index) { return index < matches.size() ? matches.get(index) : ""; }
}
