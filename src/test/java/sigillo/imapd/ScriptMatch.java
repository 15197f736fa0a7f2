package sigillo.imapd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sigillo.imapd.ScriptTokens.Group;
import sigillo.imapd.ScriptTokens.Token;
import sigillo.imapd.ScriptTokens.Word;

/** Compares a response with a pattern of an imaptest script, and learns what its variables stand for. */
final class ScriptMatch {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$|\\{(\\w+)}|(\\w+))");
    private static final String ANY = "$";

    private final Map<String, String> variables;
    private final IntUnaryOperator numberNow; // of a message that had this number when the command began

    ScriptMatch(Map<String, String> variables, IntUnaryOperator numberNow) {
        this.variables = variables;
        this.numberNow = numberNow;
    }

    /** The response may go on behind the pattern. What variables stand for is kept when all fits. */
    static boolean matches(String pattern, String response, Map<String, String> variables, IntUnaryOperator numberNow) {
        var tried = new HashMap<>(variables);
        var wanted = ScriptTokens.parse(pattern);
        var got = ScriptTokens.parse(response);
        boolean fits = got.size() >= wanted.size()
            && new ScriptMatch(tried, numberNow).ordered(wanted, got.subList(0, wanted.size()), kinds(wanted));
        if (fits) variables.putAll(tried);
        return fits;
    }

    /** How a list is compared: in chains of so many elements in any order, or (0) as it is. */
    private record Kind(int chain, boolean extra, List<String> ignored, List<String> banned) {
        static final Kind ORDERED = new Kind(0, false, List.of(), List.of());
        static final Kind PAIRS = new Kind(2, true, List.of(), List.of());
        static final Kind SET = new Kind(1, true, List.of(), List.of());
        static final Kind FLAGS = new Kind(1, false, List.of("\\recent"), List.of());
    }

    /** The kinds that lists have by default in this response. */
    private static Map<Integer, Kind> kinds(List<Token> wanted) {
        var first = wanted.isEmpty() ? "" : wanted.get(0).toString().toLowerCase();
        var second = wanted.size() < 2 ? "" : wanted.get(1).toString().toLowerCase();
        if (second.equals("fetch")) return Map.of(2, Kind.PAIRS);
        if (first.equals("list") || first.equals("lsub")) return Map.of(1, Kind.SET);
        if (first.equals("status")) return Map.of(2, Kind.PAIRS);
        return Map.of();
    }

    private boolean ordered(List<Token> wanted, List<Token> got, Map<Integer, Kind> kinds) {
        if (wanted.size() != got.size()) return false;
        for (int i = 0; i < wanted.size(); i++) {
            if (!token(wanted.get(i), got.get(i), kinds.getOrDefault(i, Kind.ORDERED))) return false;
        }
        return true;
    }

    private boolean token(Token wanted, Token got, Kind kind) {
        if (wanted.toString().equals(ANY)) return true;
        return switch (wanted) {
            case Word(var text) -> got instanceof Word(var word) && word(text, word);
            case Group(var tokens) -> got instanceof Group(var others) && group(tokens, others, kind);
        };
    }

    private boolean group(List<Token> wanted, List<Token> got, Kind byDefault) {
        int directives = 0;
        int chain = 0;
        boolean extra = true;
        var ignored = new ArrayList<String>();
        var banned = new ArrayList<String>();
        for (; directives < wanted.size() && wanted.get(directives).toString().startsWith("$!"); directives++) {
            var directive = wanted.get(directives).toString().substring(2).split("=", 2);
            switch (directive[0]) {
                case "unordered" -> chain = directive.length == 1 ? 1 : Integer.parseInt(directive[1]);
                case "noextra" -> extra = false;
                case "ignore" -> ignored.add(directive[1]);
                case "ban" -> banned.add(directive[1]);
                default -> { }
            }
        }
        var kind = directives == 0 ? byDefault : new Kind(chain, extra, ignored, banned);
        var rest = wanted.subList(directives, wanted.size());
        return kind.chain == 0 ? ordered(rest, got, Map.of()) : chains(rest, got, kind);
    }

    private boolean chains(List<Token> wanted, List<Token> got, Kind kind) {
        var left = new ArrayList<List<Token>>();
        for (int i = 0; i + kind.chain <= got.size(); i += kind.chain) left.add(got.subList(i, i + kind.chain));
        for (int i = 0; i + kind.chain <= wanted.size(); i += kind.chain) {
            var chain = wanted.subList(i, i + kind.chain);
            boolean isFlags = chain.getFirst().toString().equalsIgnoreCase("flags");
            var kinds = isFlags ? Map.of(1, Kind.FLAGS) : Map.<Integer, Kind>of();
            var found = left.stream().filter(candidate -> fits(chain, candidate, kinds)).findFirst();
            if (found.isEmpty()) return false;
            ordered(chain, found.get(), kinds);
            left.remove(found.get());
        }
        var names = left.stream().map(c -> c.getFirst().toString().toLowerCase()).toList();
        return names.stream().noneMatch(kind.banned::contains) && (kind.extra || kind.ignored.containsAll(names));
    }

    private boolean fits(List<Token> wanted, List<Token> got, Map<Integer, Kind> kinds) {
        return new ScriptMatch(new HashMap<>(variables), numberNow).ordered(wanted, got, kinds);
    }

    private boolean word(String wantedWhole, String gotWhole) {
        var wanted = upToNul(wantedWhole);
        var got = upToNul(gotWhole);
        var regex = new StringBuilder();
        var names = new ArrayList<String>();
        int from = 0;
        for (var m = VARIABLE.matcher(wanted); m.find(); from = m.end()) {
            regex.append(Pattern.quote(wanted.substring(from, m.start())));
            var name = m.group(2) != null ? m.group(2) : m.group(3);
            if (name == null) {
                regex.append("\\$");
            } else if (value(name) != null) {
                regex.append(Pattern.quote(value(name)));
            } else {
                regex.append("(.*)");
                names.add(name);
            }
        }
        var m = Pattern.compile(regex + Pattern.quote(wanted.substring(from)),
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL).matcher(got);
        if (!m.matches()) return false;
        for (int i = 0; i < names.size(); i++) variables.put(names.get(i), m.group(i + 1));
        return true;
    }

    /** Where both have one, imaptest compares what stands before it. */
    private static String upToNul(String text) { return text.indexOf(0) < 0 ? text : text.substring(0, text.indexOf(0) + 1); }

    private String value(String name) {
        return name.matches("\\d+") ? String.valueOf(numberNow.applyAsInt(Integer.parseInt(name)))
            : variables.get(name);
    }

    /** A command with what is known in place of its variables. */
    static String filled(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text).replaceAll(m -> {
            var name = m.group(2) != null ? m.group(2) : m.group(3);
            return Matcher.quoteReplacement(name == null ? "$" : variables.getOrDefault(name, m.group()));
        });
    }
}
