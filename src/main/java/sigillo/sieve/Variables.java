package sigillo.sieve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** RFC 5229: set and string; its modifiers of others, RFC 5435 section 6 and draft-ietf-sieve-regex. */
final class Variables {
    private Variables() {}

    static void addTo(Vocabulary all) {
        all.extensions("variables");
        all.command(Form.command("set", "variables", Form.Kind.TEXT, Form.Kind.TEXT).of(
            "case", "variables", "lower", "upper")
            .of("case of the first", "variables", "lowerfirst", "upperfirst").of("quotes", "variables", "quotewildcard")
            .of("quotes", "regex", "quoteregex").of("code", "enotify", "encodeurl").of(
                "length", "variables", "length"), Set::of);
        all.test(Match.tags(Form.test("string", "variables", Form.Kind.TEXTS, Form.Kind.TEXTS)), Variables::string);
    }

    /** RFC 5229 section 5: a source that is empty is not counted. */
    private static Condition string(Given given) {
        var sources = given.texts(0);
        var match = Match.of(given);
        boolean counts = match.type() == Match.Type.COUNT;
        return new Compare(run -> sources.in(run).stream().filter(source -> !counts || !source.isEmpty()).iterator(),
            match,
            match.keys(given, 1));
    }

    /** The variable that a string names; what is none is told. */
    record Name(String name, boolean isGlobal) {
        static Name of(Given given, int index) {
            var text = Ascii.lower(given.constant(index));
            boolean isGlobal = text.startsWith("global.") && given.compiler().has("include");
            var name = isGlobal ? text.substring("global.".length()) : text;
            if (!Template.isIdentifier(name)) {
                given.compiler().error(given.placeOf(index), "'" + Compiler.shortened(text)
                    + "' cannot be the name of a variable");
            }
            return new Name(name, isGlobal);
        }
    }

    record Set(Place place, Name name, Template value, List<UnaryOperator<String>> modifiers) implements Statement {
        static Set of(Given given) {
            return new Set(given.place(), Name.of(given, 0), given.text(1), Variables.modifiers(given));
        }

        @Override public Flow run(Run run) {
            var text = value.in(run);
            for (var modifier : modifiers) {
                run.charge(text.length() * 2L);
                text = modifier.apply(text);
            }
            run.variables().set(place, name.name, name.isGlobal, text);
            return NEXT;
        }
    }

    /** RFC 5229 section 4.1: those of the highest precedence first. */
    static List<UnaryOperator<String>> modifiers(Given given) {
        var all = new ArrayList<UnaryOperator<String>>();
        if (given.has("lower")) all.add(text -> text.toLowerCase(java.util.Locale.ROOT));
        if (given.has("upper")) all.add(text -> text.toUpperCase(java.util.Locale.ROOT));
        if (given.has("lowerfirst")) all.add(text -> first(text, Character::toLowerCase));
        if (given.has("upperfirst")) all.add(text -> first(text, Character::toUpperCase));
        if (given.has("quotewildcard")) all.add(text -> quoted(text, "*?\\"));
        if (given.has("quoteregex")) all.add(text -> quoted(text, "*+?.^$|()[]{}\\"));
        if (given.has("encodeurl")) all.add(Variables::url);
        if (given.has("length")) all.add(text -> Integer.toString(text.codePointCount(0, text.length())));
        return List.copyOf(all);
    }

    private static String first(String text, java.util.function.IntUnaryOperator change) {
        if (text.isEmpty()) return text;
        int c = text.codePointAt(0);
        return Character.toString(change.applyAsInt(c)) + text.substring(Character.charCount(c));
    }

    /** Not within a pair when it grows too long: RFC 5229 section 4.1.3. */
    private static String quoted(String text, String signs) {
        var quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean isSign = signs.indexOf(text.charAt(i)) >= 0;
            if (quoted.length() + (isSign ? 2 : 1) > SieveLimits.VALUE_CHARACTERS_MAX) break;
            if (isSign) quoted.append('\\');
            quoted.append(text.charAt(i));
        }
        return quoted.toString();
    }

    /** RFC 5435 section 6. */
    private static String url(String text) {
        var all = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean isPlain = Ascii.isLetter(c) || Ascii.isDigit(c) || "-_.~".indexOf(c) >= 0;
            if (all.length() + (isPlain ? 1 : 3) > SieveLimits.VALUE_CHARACTERS_MAX) break;
            if (isPlain) all.append(c);
            else all.append('%').append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
        }
        return all.toString();
    }
}
