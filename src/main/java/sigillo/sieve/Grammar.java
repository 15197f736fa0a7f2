package sigillo.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * RFC 5228 section 8.2: tokens become calls. Total; behind an error it goes on with the next command, so that one
 * script
 * tells several errors at once.
 */
final class Grammar {
    private final Lexer lexer;
    private final BiConsumer<Place, String> errors;
    private Token now;
    private int calls;

    private Grammar(String script, BiConsumer<Place, String> errors) {
        this.lexer = new Lexer(script);
        this.errors = errors;
        this.now = lexer.next();
    }

    static List<Call> parse(String script, BiConsumer<Place, String> errors) {
        var grammar = new Grammar(script, errors);
        var all = new ArrayList<Call>();
        while (true) {
            all.addAll(grammar.commands(0));
            if (grammar.now instanceof Token.End) return all;
            grammar.tell("this '}' closes nothing");
            grammar.step();
        }
    }

    /** What a command has that cannot be one; caught where commands follow each other. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken() { super(null, null, false, false); }
    }

    /** Up to the end or a brace that closes. */
    private List<Call> commands(int depth) {
        var all = new ArrayList<Call>();
        while (!(now instanceof Token.End) && !now.is('}')) {
            try {
                all.add(command(depth));
            } catch (Broken told) {
                recover();
            }
        }
        return all;
    }

    /** Over the rest of a command: to behind its semicolon or block. */
    private void recover() {
        for (int depth = 0; !(now instanceof Token.End); step()) {
            if (now.is('{')) depth++;
            if (now.is('}') && depth-- == 0) return;
            boolean ends = depth == 0 && (now.is(';') || now.is('}'));
            if (ends) {
                step();
                return;
            }
        }
    }

    private Call command(int depth) throws Broken {
        if (!(now instanceof Token.Word word)) throw broken("a command was expected, but here is " + now.shown());
        step();
        var head = head(word, 0);
        if (now.is(';')) {
            step();
            return head;
        }
        if (!now.is('{')) throw broken("a ';' or a block was expected, but here is " + now.shown());
        if (depth == SieveLimits.BLOCK_DEPTH_MAX) throw broken("blocks lie too deep in each other");
        var open = now.place();
        step();
        var block = commands(depth + 1);
        if (now.is('}')) step();
        else errors.accept(open, "this '{' is not closed");
        return new Call(head.name(), head.place(), head.arguments(), head.tests(), head.isTestList(), Optional.of(
            block));
    }

    /** {@code word} was read: its arguments and tests. */
    private Call head(Token.Word word, int depth) throws Broken {
        if (++calls > SieveLimits.NODES_MAX) throw broken("the script is too long");
        var arguments = new ArrayList<Argument>();
        for (var next = argument(); next.isPresent(); next = argument()) {
            if (arguments.size() == SieveLimits.ARGUMENTS_MAX) throw broken(
                "'" + word.name() + "' has too many arguments");
            arguments.add(next.get());
        }
        var tests = new ArrayList<Call>();
        boolean isList = now.is('(');
        if (isList) testList(tests, depth);
        else if (now instanceof Token.Word) tests.add(test(depth));
        return new Call(word.name(), word.place(), arguments, tests, isList, Optional.empty());
    }

    private Call test(int depth) throws Broken {
        if (!(now instanceof Token.Word word)) throw broken("a test was expected, but here is " + now.shown());
        if (depth == SieveLimits.TEST_DEPTH_MAX) throw broken("tests lie too deep in each other");
        step();
        return head(word, depth + 1);
    }

    private void testList(List<Call> tests, int depth) throws Broken {
        do {
            step();
            tests.add(test(depth));
        } while (now.is(','));
        expect(')');
    }

    private Optional<Argument> argument() throws Broken {
        Argument argument;
        switch (now) {
            case Token.Tag(var name, var place) -> argument = new Argument.Tag(name, place);
            case Token.Number(var value, var place) -> argument = new Argument.Number(value, place);
            case Token.Text text -> argument = new Argument.Texts(List.of(text), false, text.place());
            case Token.Mark(var sign, var place) when sign == '[' -> { return Optional.of(list(place)); }
            case Token.Word _, Token.Mark _, Token.Garbage _, Token.End _ -> { return Optional.empty(); }
        }
        step();
        return Optional.of(argument);
    }

    private Argument list(Place place) throws Broken {
        var items = new ArrayList<Token.Text>();
        do {
            step();
            if (!(now instanceof Token.Text text)) throw broken("a string was expected, but here is " + now.shown());
            items.add(text);
            step();
        } while (now.is(','));
        expect(']');
        return new Argument.Texts(items, true, place);
    }

    private void expect(char sign) throws Broken {
        if (!now.is(sign)) throw broken("a '" + sign + "' was expected, but here is " + now.shown());
        step();
    }

    private Broken broken(String sentence) {
        tell(now instanceof Token.Garbage garbage ? garbage.sentence() : sentence);
        return new Broken();
    }

    private void tell(String sentence) { errors.accept(now.place(), sentence); }

    private void step() { now = lexer.next(); }
}
