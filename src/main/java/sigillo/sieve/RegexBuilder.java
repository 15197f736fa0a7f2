package sigillo.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a regular expression and writes its states. Two steps: a tree, whose depth is bounded; then states, whose
 * number
 * is, since counts repeat what they count.
 */
final class RegexBuilder {
    private static final int DEPTH_MAX = 50;
    private static final int GROUPS_MAX = 40;
    /** {@code a**} is {@code a*}; nobody writes more behind each other. */
    private static final int REPEATS_MAX = 4;
    /** Counts of counts of nothing make no states, but take time. */
    private static final int WRITES_MAX = 20_000;
    /** What brackets list, in all places that counts repeat them to. */
    private static final int LISTED_MAX = 20_000;

    /** Why it is none, for a sentence. */
    static final class IllFormed extends Exception {
        private static final long serialVersionUID = 1;

        IllFormed(String why) { super(why, null, false, false); }
    }

    private sealed interface Node {
        /** {@code listed}: of how many it has to try each before a character is known not to fit. */
        record Set(Regex.Characters characters, int listed) implements Node {
            Set(Regex.Characters characters) { this(characters, 1); }
        }

        record Edge(boolean isEnd) implements Node {}

        record Row(List<Node> nodes) implements Node {}

        record Either(List<Node> nodes) implements Node {}

        record Group(Node inner, int index) implements Node {}

        /** {@code max} is -1 for any number. */
        record Repeat(Node inner, int min, int max, boolean isGreedy) implements Node {}
    }

    private final int[] text;
    private final boolean foldsCase;
    private final List<Regex.State> states = new ArrayList<>();
    private int at;
    private int groups;
    private int writes;
    private int listed;

    RegexBuilder(String text, boolean foldsCase) {
        this.text = text.codePoints().toArray();
        this.foldsCase = foldsCase;
    }

    /** What it may cost to look at one character. */
    int weight() { return states.size() + listed; }

    int slots() { return 2 * (groups + 1); }

    Regex.State[] program() throws IllFormed {
        var tree = either(0);
        if (at < text.length) throw new IllFormed("a ')' closes nothing");
        emit(new Regex.State.Save(0, 1));
        write(tree);
        emit(new Regex.State.Save(1, states.size() + 1));
        emit(new Regex.State.Done());
        return states.toArray(Regex.State[]::new);
    }

    private Node either(int depth) throws IllFormed {
        if (depth > DEPTH_MAX) throw new IllFormed("groups lie too deep in each other");
        var all = new ArrayList<Node>();
        all.add(row(depth));
        while (is('|')) {
            at++;
            all.add(row(depth));
        }
        return all.size() == 1 ? all.getFirst() : new Node.Either(all);
    }

    private Node row(int depth) throws IllFormed {
        var all = new ArrayList<Node>();
        while (at < text.length && !is('|') && !is(')')) all.add(repeated(depth));
        return all.size() == 1 ? all.getFirst() : new Node.Row(all);
    }

    private Node repeated(int depth) throws IllFormed {
        var node = atom(depth);
        int repeats = 0;
        while (is('*') || is('+') || is('?') || is('{')) {
            if (++repeats > REPEATS_MAX) throw new IllFormed("it repeats what is repeated");
            int min = 0;
            int max = -1;
            switch (text[at++]) {
                case '+' -> min = 1;
                case '?' -> max = 1;
                case '{' -> {
                    min = number();
                    max = min;
                    if (is(',')) {
                        at++;
                        max = is('}') ? -1 : number();
                    }
                    if (!is('}') || max >= 0 && max < min) throw new IllFormed("a count is written {2}, {2,} or {2,5}");
                    at++;
                }
                default -> { }
            }
            boolean isGreedy = !is('?');
            if (!isGreedy) at++;
            node = new Node.Repeat(node, min, max, isGreedy);
        }
        return node;
    }

    private int number() throws IllFormed {
        int start = at;
        int value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9' && at - start < 4) value = value * 10
            + text[at++] - '0';
        if (at == start) throw new IllFormed("a count is written {2}, {2,} or {2,5}");
        if (value > SieveLimits.REGEX_REPEATS_MAX) throw new IllFormed(
            "a count is at most " + SieveLimits.REGEX_REPEATS_MAX);
        return value;
    }

    private boolean is(char c) { return at < text.length && text[at] == c; }

    private Node atom(int depth) throws IllFormed {
        int c = text[at++];
        return switch (c) {
            case '.' -> new Node.Set(_ -> true);
            case '^' -> new Node.Edge(false);
            case '$' -> new Node.Edge(true);
            case '(' -> group(depth);
            case '[' -> bracket();
            case '*', '+', '?', '{' -> throw new IllFormed("there is nothing that '" + (char) c + "' could repeat");
            case '\\' -> escape();
            default -> new Node.Set(x -> x == c);
        };
    }

    private Node group(int depth) throws IllFormed {
        boolean isCounted = !(is('?') && at + 1 < text.length && text[at + 1] == ':');
        if (!isCounted) at += 2;
        int index = isCounted ? ++groups : 0;
        if (groups > GROUPS_MAX) throw new IllFormed("there are more than " + GROUPS_MAX + " groups");
        var inner = either(depth + 1);
        if (!is(')')) throw new IllFormed("a '(' is not closed");
        at++;
        return isCounted ? new Node.Group(inner, index) : inner;
    }

    private Node escape() throws IllFormed {
        if (at == text.length) throw new IllFormed("it ends with a backslash");
        int c = text[at++];
        return switch (c) {
            case 'w' -> new Node.Set(RegexBuilder::isWord);
            case 'W' -> new Node.Set(x -> !isWord(x));
            case 'd' -> new Node.Set(x -> x >= '0' && x <= '9');
            case 'D' -> new Node.Set(x -> x < '0' || x > '9');
            case 's' -> new Node.Set(RegexBuilder::isSpace);
            case 'S' -> new Node.Set(x -> !isSpace(x));
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> throw new IllFormed(
                "it looks back at a group, which cannot be bounded");
            default -> new Node.Set(x -> x == c);
        };
    }

    private static boolean isWord(int c) { return c == '_' || Character.isLetterOrDigit(c); }

    private static boolean isSpace(int c) { return c == ' ' || c >= '\t' && c <= '\r'; }

    private static final Map<String, Regex.Characters> CLASSES = Map.ofEntries(
        Map.entry("alpha", Character::isLetter), Map.entry("digit", c -> c >= '0' && c <= '9'),
        Map.entry("alnum", Character::isLetterOrDigit), Map.entry("upper", Character::isUpperCase),
        Map.entry("lower", Character::isLowerCase), Map.entry("space", RegexBuilder::isSpace),
        Map.entry("blank", c -> c == ' ' || c == '\t'), Map.entry("cntrl", Character::isISOControl),
        Map.entry("print", c -> !Character.isISOControl(c)), Map.entry(
            "graph", c -> c > ' ' && !Character.isISOControl(c)),
        Map.entry("punct", c -> c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c)),
        Map.entry("xdigit", c -> Character.digit(c, 16) >= 0 && c < 0x7F));

    /** Behind {@code [}. POSIX: a backslash is one there, and a {@code ]} that comes first too. */
    private Node bracket() throws IllFormed {
        boolean isNot = is('^');
        if (isNot) at++;
        var all = new ArrayList<Regex.Characters>();
        for (boolean isFirst = true; isFirst || !is(']'); isFirst = false) {
            if (at >= text.length) throw new IllFormed("a '[' is not closed");
            all.add(is('[') && at + 1 < text.length && text[at + 1] == ':' ? named() : range());
        }
        at++;
        var sets = List.copyOf(all);
        Regex.Characters any = c -> sets.stream().anyMatch(set -> set.has(c));
        if (!isNot) return new Node.Set(any, sets.size());
        // Both cases here: what folds case asks for either, and one of the two would always be outside.
        return new Node.Set(!foldsCase ? c -> !any.has(c)
            : c -> !any.has(c) && !any.has(Character.toLowerCase(c)) && !any.has(Character.toUpperCase(c)),
            sets.size());
    }

    private Regex.Characters named() throws IllFormed {
        int end = at + 2;
        while (end < text.length && text[end] != ':') end++;
        var name = new String(text, at + 2, end - at - 2);
        if (end + 1 >= text.length || text[end + 1] != ']' || !CLASSES.containsKey(name)) {
            throw new IllFormed("there is no class of characters '" + Compiler.shortened(name) + "'");
        }
        at = end + 2;
        return CLASSES.get(name);
    }

    private Regex.Characters range() throws IllFormed {
        int from = text[at++];
        boolean isRange = is('-') && at + 1 < text.length && text[at + 1] != ']';
        if (!isRange) return c -> c == from;
        at++;
        int to = text[at++];
        if (to < from) throw new IllFormed("a range ends before it begins");
        return c -> c >= from && c <= to;
    }

    private int emit(Regex.State state) throws IllFormed {
        if (states.size() == SieveLimits.REGEX_STATES_MAX) throw new IllFormed("it is too large");
        states.add(state);
        return states.size() - 1;
    }

    /** Each ends where the next begins. */
    private void write(Node node) throws IllFormed {
        if (++writes > WRITES_MAX) throw new IllFormed("it is too large");
        switch (node) {
            case Node.Set(var characters, var tried) -> {
                listed += tried - 1;
                if (listed > LISTED_MAX) throw new IllFormed("it is too large");
                emit(new Regex.State.One(characters, states.size() + 1));
            }
            case Node.Edge(var isEnd) -> emit(new Regex.State.Edge(isEnd, states.size() + 1));
            case Node.Row(var nodes) -> { for (var one : nodes) write(one); }
            case Node.Either(var nodes) -> writeEither(nodes);
            case Node.Group(var inner, var index) -> {
                emit(new Regex.State.Save(2 * index, states.size() + 1));
                write(inner);
                emit(new Regex.State.Save(2 * index + 1, states.size() + 1));
            }
            case Node.Repeat repeat -> writeRepeat(repeat);
        }
    }

    private void writeEither(List<Node> nodes) throws IllFormed {
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < nodes.size() - 1; i++) {
            int split = emit(new Regex.State.Done());
            write(nodes.get(i));
            ends.add(emit(new Regex.State.Done()));
            states.set(split, new Regex.State.Split(split + 1, states.size()));
        }
        write(nodes.getLast());
        for (int end : ends) states.set(end, new Regex.State.Split(states.size(), states.size()));
    }

    private void writeRepeat(Node.Repeat repeat) throws IllFormed {
        for (int i = 0; i < repeat.min; i++) write(repeat.inner);
        if (repeat.max < 0) {
            int split = emit(new Regex.State.Done());
            write(repeat.inner);
            emit(new Regex.State.Split(split, split));
            states.set(split, split(split + 1, states.size(), repeat.isGreedy));
            return;
        }
        var splits = new ArrayList<Integer>();
        for (int i = repeat.min; i < repeat.max; i++) {
            splits.add(emit(new Regex.State.Done()));
            write(repeat.inner);
        }
        for (int split : splits) states.set(split, split(split + 1, states.size(), repeat.isGreedy));
    }

    private static Regex.State split(int in, int out, boolean isGreedy) {
        return isGreedy ? new Regex.State.Split(in, out) : new Regex.State.Split(out, in);
    }
}
