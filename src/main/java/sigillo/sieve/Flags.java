package sigillo.sieve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** RFC 5232: flags and keywords of IMAP, in a variable that actions take. */
final class Flags {
    private Flags() {}

    private static final Set<String> SYSTEM = Set.of("\\seen", "\\answered", "\\flagged", "\\deleted", "\\draft");

    static void addTo(Vocabulary all) {
        all.extensions("imap4flags");
        for (var change : Change.values()) {
            var form = Form.command(change.name().toLowerCase(java.util.Locale.ROOT), "imap4flags", Form.Kind.TEXT,
                Form.Kind.TEXTS);
            all.command(form.withOptionalFirst(), given -> Edit.of(change, given));
        }
        all.test(Match.tags(Form.test("hasflag", "imap4flags", Form.Kind.TEXTS, Form.Kind.TEXTS))
            .withOptionalFirst(), Flags::has);
    }

    enum Change { SETFLAG, ADDFLAG, REMOVEFLAG }

    /** {@code variable}: RFC 5232 section 3, empty for the one that actions take. */
    record Edit(Place place, Change change, Optional<Variables.Name> variable, Texts flags) implements Statement {
        static Edit of(Change change, Given given) {
            boolean isNamed = given.positional().size() == 2;
            if (isNamed && !given.compiler().has("variables")) {
                given.compiler().error(given.placeOf(0), "a variable needs require \"variables\"");
            }
            return new Edit(given.place(), change, isNamed ? Optional.of(Variables.Name.of(given, 0)) : Optional
                .empty(),
                given.texts(isNamed ? 1 : 0));
        }

        @Override public Flow run(Run run) {
            var before = variable.map(name -> normal(List.of(run.variables().get(name.name(), name.isGlobal()))))
                .orElse(run.flags());
            var given = normal(flags.in(run));
            run.charge(64L * (before.size() + given.size()));
            var after = switch (change) {
                case SETFLAG -> given;
                case ADDFLAG -> normal(List.of(String.join(" ", before), String.join(" ", given)));
                case REMOVEFLAG -> without(before, given);
            };
            if (variable.isEmpty()) run.setFlags(after);
            else run.variables().set(place, variable.get().name(), variable.get().isGlobal(), String.join(" ", after));
            return NEXT;
        }

        private static List<String> without(List<String> before, List<String> gone) {
            var left = new ArrayList<>(before);
            left.removeIf(flag -> gone.stream().anyMatch(flag::equalsIgnoreCase));
            return left;
        }
    }

    /** RFC 5232 sections 2 and 3.1: several in one string; each once; what can be none is left out. */
    static List<String> normal(List<String> texts) {
        var all = new LinkedHashMap<String, String>();
        for (var text : texts) {
            for (var flag : text.split("[ \\t\\r\\n]+")) {
                if (all.size() < SieveLimits.FLAGS_MAX && isFlag(flag)) all.putIfAbsent(Ascii.lower(flag), flag);
            }
        }
        return List.copyOf(all.values());
    }

    /** RFC 9051 section 9, flag and atom. */
    private static boolean isFlag(String flag) {
        if (flag.isEmpty() || flag.length() > SieveLimits.FLAG_CHARACTERS_MAX) return false;
        if (flag.startsWith("\\")) return SYSTEM.contains(Ascii.lower(flag));
        return flag.chars().allMatch(c -> c > ' ' && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0);
    }

    /** RFC 5232 section 4. */
    private static Condition has(Given given) {
        boolean isNamed = given.positional().size() == 2;
        var names = isNamed ? Optional.of(given.texts(0)) : Optional.<Texts>empty();
        var match = Match.of(given);
        var keys = match.keys(given, isNamed ? 1 : 0);
        // What is compared is single flags, of the values as of the keys.
        return run -> match.any(run, normal(values(run, names)).iterator(), match.type() == Match.Type.COUNT ? keys
            : split(run, keys));
    }

    private static List<String> values(Run run, Optional<Texts> names) {
        if (names.isEmpty()) return run.flags();
        return names.get().in(run).stream().map(name -> run.variables().get(Ascii.lower(name), false)).toList();
    }

    private static Match.Keys split(Run run, Match.Keys keys) {
        var all = new ArrayList<Template>();
        var regexes = new ArrayList<Optional<Regex>>();
        for (int i = 0; i < keys.texts().items().size(); i++) {
            var item = keys.texts().items().get(i);
            if (keys.regexes().get(i).isPresent()) {
                all.add(item);
                regexes.add(keys.regexes().get(i));
                continue;
            }
            for (var flag : item.in(run).split(" +")) {
                all.add(Template.literal(flag, item.place()));
                regexes.add(Optional.empty());
            }
        }
        return new Match.Keys(new Texts(all), regexes);
    }
}
