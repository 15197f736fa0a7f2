package sigillo.sieve;

import java.util.List;
import java.util.Optional;

/**
 * A regular expression in the manner of POSIX (extended), matched by all its states at once: time grows with the length
 * of the text and with the states, whatever the expression; none goes back. Groups are greedy and of alternatives the
 * first wins, as in Perl; POSIX would take the longest, which only differs in what {@code ${1}} holds.
 */
final class Regex {
    sealed interface Compiled {
        record Ok(Regex regex) implements Compiled {}

        record Bad(String why) implements Compiled {}
    }

    /** One state. */
    sealed interface State {
        record One(Characters set, int next) implements State {}

        record Split(int first, int second) implements State {}

        record Save(int slot, int next) implements State {}

        record Edge(boolean isEnd, int next) implements State {}

        record Done() implements State {}
    }

    /** Which characters fit. */
    interface Characters {
        boolean has(int c);
    }

    private final State[] program;
    private final int slots;
    private final boolean foldsCase;
    private final int weight;

    private Regex(State[] program, int slots, boolean foldsCase, int weight) {
        this.program = program;
        this.slots = slots;
        this.foldsCase = foldsCase;
        this.weight = weight;
    }

    static Compiled compile(String text, boolean foldsCase) {
        try {
            var builder = new RegexBuilder(text, foldsCase);
            var program = builder.program();
            return new Compiled.Ok(new Regex(program, builder.slots(), foldsCase, builder.weight()));
        } catch (RegexBuilder.IllFormed why) {
            return new Compiled.Bad(why.getMessage());
        }
    }

    int states() { return program.length; }

    /** Of one look at a text of this length: all states, what brackets list, and the groups that each takes along. */
    long cost(int length) { return (long) length * weight * (1 + slots / 8); }

    /** The match, then its groups; those that took no part are empty. The empty answer: it does not match. */
    Optional<List<String>> match(String text) {
        var found = new Walk(text.codePoints().toArray()).run();
        if (found == null) return Optional.empty();
        var groups = new java.util.ArrayList<String>();
        for (int i = 0; i < slots && groups.size() < SieveLimits.MATCH_VALUES_MAX; i += 2) {
            groups.add(found[i] < 0 || found[i + 1] < found[i] ? "" : cut(text, found[i], found[i + 1]));
        }
        return Optional.of(groups);
    }

    private static String cut(String text, int from, int to) {
        return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }

    /** States that are alive, in the order of their preference, each with where its groups lie. */
    private final class Threads {
        final int[] states = new int[program.length];
        final int[][] saved = new int[program.length][];
        final boolean[] isIn = new boolean[program.length];
        int count;

        void clear() {
            for (int i = 0; i < count; i++) saved[i] = null;
            count = 0;
            java.util.Arrays.fill(isIn, false);
        }
    }

    private final class Walk {
        private final int[] text;
        private final int[] stack = new int[2 * program.length + 2];
        private final int[][] stackSaved = new int[2 * program.length + 2][];

        Walk(int[] text) { this.text = text; }

        int[] run() {
            var now = new Threads();
            var next = new Threads();
            int[] best = null;
            for (int at = 0; at <= text.length; at++) {
                if (best == null) add(now, 0, at, emptySlots());
                next.clear();
                for (int i = 0; i < now.count; i++) {
                    var state = program[now.states[i]];
                    if (state instanceof State.Done) {
                        best = now.saved[i];
                        break; // those behind are less wanted
                    }
                    if (at < text.length && state instanceof State.One(var set, var to) && fits(set, text[at])) {
                        add(next, to, at + 1, now.saved[i]);
                    }
                }
                var swap = now;
                now = next;
                next = swap;
                if (best != null && now.count == 0) break;
            }
            return best;
        }

        private int[] emptySlots() {
            var empty = new int[slots];
            java.util.Arrays.fill(empty, -1);
            return empty;
        }

        private boolean fits(Characters set, int c) {
            if (set.has(c)) return true;
            return foldsCase && (set.has(Character.toLowerCase(c)) || set.has(Character.toUpperCase(c)));
        }

        /** With all states that it leads to without a character; a stack of its own, since loops may be long. */
        private void add(Threads to, int state, int at, int[] saved) {
            int top = 0;
            stack[top] = state;
            stackSaved[top++] = saved;
            while (top > 0) {
                int now = stack[--top];
                var slots = stackSaved[top];
                if (to.isIn[now]) continue;
                to.isIn[now] = true;
                switch (program[now]) {
                    case State.Split(var first, var second) -> {
                        stack[top] = second;
                        stackSaved[top++] = slots;
                        stack[top] = first;
                        stackSaved[top++] = slots;
                    }
                    case State.Save(var slot, var next) -> {
                        var changed = slots.clone();
                        changed[slot] = at;
                        stack[top] = next;
                        stackSaved[top++] = changed;
                    }
                    case State.Edge(var isEnd, var next) -> {
                        if (isEnd ? at == text.length : at == 0) {
                            stack[top] = next;
                            stackSaved[top++] = slots;
                        }
                    }
                    case State.One _, State.Done _ -> {
                        to.states[to.count] = now;
                        to.saved[to.count++] = slots;
                    }
                }
            }
        }
    }
}
