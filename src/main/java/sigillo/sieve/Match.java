package sigillo.sieve;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * How values of a message are held against keys of a script: the match type and the comparator. RFC 5228 section 2.7,
 * RFC 5231 section 4, RFC 6134 section 2.4; regular expressions as draft-ietf-sieve-regex has them.
 *
 * @param keepsValues whether a match sets {@code ${1}} and so on: when variables are there, RFC 5229 section 3.2
 */
record Match(Type type, Relation relation, Collator collator, boolean keepsValues, Place place) {
    enum Type { IS, CONTAINS, MATCHES, REGEX, COUNT, VALUE, LIST }

    enum Relation {
        GT, GE, LT, LE, EQ, NE;

        boolean holds(int order) {
            return switch (this) {
                case GT -> order > 0;
                case GE -> order >= 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case EQ -> order == 0;
                case NE -> order != 0;
            };
        }
    }

    /** With the tags of all tests that compare. */
    static Form tags(Form form) {
        return form.of("match type", "", "is", "contains", "matches").of("match type", "regex", "regex")
            .of("match type", "relational", Form.Kind.TEXT, "count", "value").of("match type", "extlists", "list")
            .tag("comparator", "", Form.Kind.TEXT);
    }

    /** Tells what does not fit. */
    static Match of(Given given) { return of(given, Collator.ASCII_CASEMAP); }

    static Match of(Given given, Collator byDefault) {
        var type = given.oneOf("is", "contains", "matches", "regex", "count", "value", "list")
            .map(name -> Type.valueOf(name.toUpperCase(java.util.Locale.ROOT))).orElse(Type.IS);
        var collator = given.has("comparator") ? collator(given) : byDefault;
        var compiler = given.compiler();
        boolean needsParts = type == Type.CONTAINS || type == Type.MATCHES || type == Type.REGEX;
        if (needsParts && !collator.hasParts()) {
            compiler.error(given.place(), "the comparator \"" + collator.name + "\" knows no parts of strings");
        }
        return new Match(type, relation(given, type), collator, compiler.has("variables"), given.place());
    }

    private static Collator collator(Given given) {
        var place = given.placeOf("comparator");
        var name = given.text("comparator").flatMap(Template::constant).orElse("");
        var found = Collator.named(name);
        if (found.isEmpty()) {
            given.compiler().error(place, "there is no comparator \"" + Compiler.shortened(name) + "\" here");
        } else if (!given.compiler().has(found.get().extension())) {
            given.compiler().unknown(place, "needs require \"" + found.get().extension() + "\"");
        }
        return found.orElse(Collator.OCTET);
    }

    private static Relation relation(Given given, Type type) {
        if (type != Type.COUNT && type != Type.VALUE) return Relation.EQ;
        var tag = type == Type.COUNT ? "count" : "value";
        var name = given.text(tag).flatMap(Template::constant).orElse("");
        for (var one : Relation.values()) {
            if (one.name().equalsIgnoreCase(name)) return one;
        }
        given.compiler().error(given.placeOf(tag), "a relation is one of gt, ge, lt, le, eq and ne");
        return Relation.EQ;
    }

    /** Keys that do not change are looked at before a run. */
    Keys keys(Given given, int index) {
        var texts = given.texts(index);
        var made = new ArrayList<Optional<Regex>>();
        for (var item : texts.items()) {
            made.add(type == Type.REGEX ? item.constant().flatMap(text -> regex(text, item.place(), given)) : Optional
                .empty());
        }
        return new Keys(texts, List.copyOf(made));
    }

    private Optional<Regex> regex(String text, Place place, Given given) {
        if (!given.compiler().inclusion().hasRoomForStates()) return tooManyStates(place, given);
        return switch (Regex.compile(text, collator != Collator.OCTET)) {
            case Regex.Compiled.Ok(var regex) -> {
                given.compiler().inclusion().countStates(regex.states());
                yield given.compiler().inclusion().hasRoomForStates() ? Optional.of(regex)
                    : tooManyStates(place, given);
            }
            case Regex.Compiled.Bad(var why) -> {
                given.compiler().error(place, "this regular expression is ill-formed: " + why);
                yield Optional.empty();
            }
        };
    }

    private static Optional<Regex> tooManyStates(Place place, Given given) {
        given.compiler().error(place, "the regular expressions of the script are too large together");
        return Optional.empty();
    }

    /** {@code regexes}: of the keys that are constants. */
    record Keys(Texts texts, List<Optional<Regex>> regexes) {}

    /** Whether one value fits one key. */
    boolean any(Run run, Iterator<String> values, Keys keys) {
        if (type == Type.COUNT) return count(run, values, keys);
        if (type == Type.LIST) return isListed(run, values, keys);
        var wanted = keys.texts.in(run);
        while (values.hasNext()) {
            var value = values.next();
            for (int i = 0; i < wanted.size(); i++) {
                if (fits(run, value, wanted.get(i), keys.regexes.get(i))) return true;
            }
        }
        return false;
    }

    /** RFC 5231 section 4.2. */
    private boolean count(Run run, Iterator<String> values, Keys keys) {
        int count = 0;
        for (; values.hasNext(); count++) run.charge(values.next().length());
        var text = Integer.toString(count);
        for (var key : keys.texts.in(run)) {
            if (relation.holds(collator.compare(text, key))) return true;
        }
        return false;
    }

    /** RFC 6134 section 2.4: the keys name lists. */
    private boolean isListed(Run run, Iterator<String> values, Keys keys) {
        var lists = keys.texts.in(run).stream().map(Surroundings::listName).toList();
        while (values.hasNext()) {
            var value = values.next();
            for (var list : lists) {
                run.charge(SieveLimits.CHARACTERS_PER_STEP * 16L); // a look-up is no comparison
                if (!run.around().lists().contains(list, value)) continue;
                if (keepsValues) run.variables().matched(List.of(value));
                return true;
            }
        }
        return false;
    }

    private boolean fits(Run run, String value, String key, Optional<Regex> regex) {
        run.charge((long) value.length() + key.length());
        return switch (type) {
            case IS -> collator.isEqual(value, key);
            case CONTAINS -> contains(run, value, key);
            case VALUE -> relation.holds(collator.compare(value, key));
            case MATCHES -> {
                run.charge(Wildcards.cost(value, key));
                yield keep(run, Wildcards.match(value, key, collator));
            }
            case REGEX -> matches(run, value, key, regex);
            case COUNT, LIST -> throw new IllegalStateException("not of one value");
        };
    }

    private boolean contains(Run run, String value, String key) {
        run.charge(Wildcards.cost(value, key));
        return collator.fold(value).contains(collator.fold(key));
    }

    /** One that cannot be compiled when its variables are known matches nothing. */
    private boolean matches(Run run, String value, String key, Optional<Regex> regex) {
        var made = regex;
        if (made.isEmpty() && Regex.compile(key, collator != Collator.OCTET) instanceof Regex.Compiled.Ok(var now)) {
            made = Optional.of(now);
            run.charge(100L * now.states());
        }
        if (made.isEmpty()) return false;
        run.charge(made.get().cost(value.length()));
        return keep(run, made.get().match(value));
    }

    private boolean keep(Run run, Optional<List<String>> found) {
        if (keepsValues) found.ifPresent(run.variables()::matched);
        return found.isPresent();
    }
}
