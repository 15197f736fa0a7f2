package sigillo.sieve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which scripts include which, while they are compiled. RFC 6609 section 3.2. Names are what {@link Scripts} knows. */
final class Inclusion {
    private final Scripts scripts;
    private final List<String> chain;
    private final Shared shared;

    /** What all scripts of one compilation have in common. */
    private static final class Shared {
        final Map<String, Script> done = new HashMap<>();
        int includes;
        int nodes;
        int octets;
        int states;
    }

    /** What became of an include. */
    sealed interface Found {
        record Is(Script script) implements Found {}

        record Missing() implements Found {}

        record Refused(String sentence) implements Found {}
    }

    private Inclusion(Scripts scripts, List<String> chain, Shared shared) {
        this.scripts = scripts;
        this.chain = chain;
        this.shared = shared;
    }

    static Inclusion outermost(Scripts scripts) { return new Inclusion(scripts, List.of(), new Shared()); }

    /** Of the script that is being compiled; empty for the outermost. */
    String name() { return chain.isEmpty() ? "" : chain.getLast().substring(1); }

    /** Of one script. False: they are too many with those of the others. */
    boolean count(long nodes) {
        shared.nodes += (int) Math.min(nodes, SieveLimits.NODES_MAX + 1L);
        return shared.nodes <= SieveLimits.NODES_MAX;
    }

    void countStates(int states) { shared.states += states; }

    boolean hasRoomForStates() { return shared.states <= SieveLimits.REGEX_STATES_ALL_MAX; }

    Found include(boolean isGlobal, String name, Vocabulary vocabulary, Compiler.Errors errors) {
        var key = (isGlobal ? "g" : "p") + name;
        if (chain.contains(key)) return new Found.Refused("the script includes itself");
        var done = shared.done.get(key);
        if (done != null) return new Found.Is(done);
        if (chain.size() == SieveLimits.INCLUDE_DEPTH_MAX) return new Found.Refused(
            "scripts include each other too deeply");
        if (shared.includes == SieveLimits.INCLUDES_MAX) return new Found.Refused("too many scripts are included");
        var octets = find(isGlobal, name);
        if (octets.isEmpty()) return new Found.Missing();
        shared.includes++;
        shared.octets += octets.get().length;
        if (shared.octets > SieveLimits.INCLUDED_OCTETS_MAX) return new Found.Refused(
            "all scripts together are too long");
        var longer = new ArrayList<>(chain);
        longer.add(key);
        var inner = new Inclusion(scripts, List.copyOf(longer), shared);
        var compiler = new Compiler(vocabulary, inner, errors);
        var script = ScriptText.of(octets.get(), compiler::error).map(compiler::script);
        script.ifPresent(made -> shared.done.put(key, made));
        return script.<Found>map(Found.Is::new).orElse(new Found.Refused("the included script has errors"));
    }

    private Optional<byte[]> find(boolean isGlobal, String name) { return isGlobal ? scripts.global(name) : scripts
        .personal(name); }
}
