package sigillo.sieve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a checked script of calls. One for each script; those that it includes have their own over the same {@link
 * Errors}.
 */
final class Compiler {
    private final Vocabulary vocabulary;
    private final Inclusion inclusion;
    private final Errors errors;
    private final Set<String> required = new HashSet<>();
    private final List<Script.Folder> folders = new ArrayList<>();
    private boolean isLost;
    private final List<String> loopNames = new ArrayList<>();

    Compiler(Vocabulary vocabulary, Inclusion inclusion, Errors errors) {
        this.vocabulary = vocabulary;
        this.inclusion = inclusion;
        this.errors = errors;
    }

    /** What is found wrong, in all scripts together. */
    static final class Errors {
        private final List<ScriptError> all = new ArrayList<>();
        private int count;

        void add(String script, Place place, String sentence) {
            count++;
            if (all.size() < SieveLimits.ERRORS_MAX) all.add(new ScriptError(script, place, sentence));
        }

        List<ScriptError> all() { return List.copyOf(all); }
    }

    Script script(String text) {
        var calls = Grammar.parse(text, this::error);
        if (!inclusion.count(nodes(calls))) {
            error(Place.START, "all scripts together are too long");
            return new Script(List.of(), Set.of(), List.of());
        }
        var statements = block(calls, true);
        return new Script(statements, Set.copyOf(required), folders);
    }

    private static long nodes(List<Call> calls) {
        long all = calls.size();
        for (var call : calls) all += nodes(call.tests()) + call.block().map(Compiler::nodes).orElse(0L);
        return all;
    }

    void names(Place place, String folder) {
        if (folders.size() < SieveLimits.FOLDERS_MAX) folders.add(new Script.Folder(place, folder));
    }

    int troubles() { return errors.count; }

    void error(Place place, String sentence) { errors.add(inclusion.name(), place, sentence); }

    /**
     * Something that there is not, or that was not required. RFC 5463 section 4: once ihave is there, that is an
     * error of
     * the run, and only where the run comes by.
     */
    void unknown(Place place, String sentence) {
        isLost = true;
        error(place, sentence);
    }

    boolean has(String extension) { return extension.isEmpty() || required.contains(extension) || implied(extension); }

    /** RFC 6131 section 2, RFC 5235 section 2, RFC 5429 section 2: one extension has another in it. */
    private boolean implied(String extension) {
        return switch (extension) {
            case "vacation" -> required.contains("vacation-seconds");
            case "spamtest" -> required.contains("spamtestplus");
            case "comparator-i;octet", "comparator-i;ascii-casemap" -> true;
            default -> false;
        };
    }

    /** RFC 5463 section 4: what is asked for and there counts as required from here on. */
    boolean ask(String extension) {
        if (!vocabulary.extensions().contains(extension)) return false;
        required.add(extension);
        return true;
    }

    Inclusion inclusion() { return inclusion; }

    Errors errors() { return errors; }

    Vocabulary vocabulary() { return vocabulary; }

    Template template(Token.Text text) {
        var decoded = has("encoded-character") ? EncodedCharacters.decode(text.text(), text.place(), this::error)
            : text.text();
        return has("variables") ? Template.parse(decoded, text.place(), this::error) : Template.literal(
            decoded, text.place());
    }

    List<Statement> block(List<Call> calls) { return block(calls, false); }

    private List<Statement> block(List<Call> calls, boolean isTop) {
        var all = new ArrayList<Statement>();
        boolean mayRequire = isTop;
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            switch (call.name()) {
                case "require" -> require(call, mayRequire);
                case "if" -> {
                    int end = i + 1;
                    while (end < calls.size() && FURTHER.contains(calls.get(end).name())) end++;
                    branches(calls.subList(i, end)).ifPresent(all::add);
                    i = end - 1;
                }
                case "elsif", "else" -> {
                    error(call.place(), "'" + call.name() + "' follows no 'if'");
                    while (i + 1 < calls.size() && FURTHER.contains(calls.get(i + 1).name())) i++;
                }
                default -> statement(call).ifPresent(all::add);
            }
            mayRequire &= call.name().equals("require") || vocabulary.standsBeforeRequire(call.name());
        }
        return List.copyOf(all);
    }

    private static final Form REQUIRE = Form.command("require", "", Form.Kind.TEXTS);

    /** RFC 5228 section 3.2: before anything else. */
    private void require(Call call, boolean isAllowed) {
        if (!isAllowed) {
            error(call.place(), "'require' stands before all other commands");
            return;
        }
        if (REQUIRE.check(call, this).isEmpty()) return;
        for (var name : ((Argument.Texts) call.arguments().getFirst()).items()) {
            var extension = vocabulary.extension(name.text());
            if (extension.isEmpty()) error(name.place(), "there is no extension \"" + shortened(name.text())
                + "\" here");
            else required.add(extension.get());
        }
    }

    static String shortened(String text) { return text.length() > 60 ? text.substring(0, Template.cut(text, 60))
        + "..." : text; }

    private static final Set<String> FURTHER = Set.of("elsif", "else");
    private static final Form IF = Form.command("if", "").withTests(Form.Tests.ONE).withBlock();
    private static final Form ELSIF = Form.command("elsif", "").withTests(Form.Tests.ONE).withBlock();
    private static final Form ELSE = Form.command("else", "").withBlock();

    /** RFC 5228 section 3.1. */
    private Optional<Statement> branches(List<Call> calls) {
        var branches = new ArrayList<Control.Branch>();
        int before = troubles();
        boolean hasElse = false;
        for (var call : calls) {
            boolean isElse = call.name().equals("else");
            if (hasElse) {
                error(call.place(), "'" + call.name() + "' follows an 'else'");
                break;
            }
            hasElse = isElse;
            var given = attempt(call, isElse ? ELSE : call.name().equals("if") ? IF : ELSIF);
            if (given.isEmpty()) continue;
            var condition = isElse ? Optional.of(Control.TRUE) : condition(call.tests().getFirst());
            var block = given.get().block();
            condition.ifPresent(holds -> branches.add(new Control.Branch(holds, block)));
        }
        return troubles() > before ? Optional.empty() : Optional.of(new Control.If(List.copyOf(branches)));
    }

    private Optional<Given> attempt(Call call, Form form) {
        isLost = false;
        return form.check(call, this);
    }

    private Optional<Statement> statement(Call call) {
        int before = errors.all.size();
        int count = errors.count;
        isLost = false;
        var command = vocabulary.command(call.name());
        Optional<Statement> made = Optional.empty();
        if (command.isEmpty()) {
            unknown(call.place(), vocabulary.test(call.name()).isPresent() ? "'" + call.name()
                + "' is a test, not a command"
                : "unknown command '" + call.name() + "'");
        } else if (!has(command.get().form().extension())) {
            unknown(call.place(), needs(call, command.get().form()));
        } else {
            made = attempt(call, command.get().form()).map(command.get().maker()::make);
        }
        return isLost && has("ihave") ? Optional.of(lost(call, before, count)) : made;
    }

    /** Takes back what was told of the call, for the run to tell it. */
    private Control.Failing lost(Call call, int before, int count) {
        var sentence = errors.all.size() > before ? errors.all.get(before).sentence() : "'" + call.name()
            + "' is not known here";
        while (errors.all.size() > before) errors.all.removeLast();
        errors.count = count;
        isLost = false;
        return new Control.Failing(call.place(), sentence);
    }

    private static String needs(Call call, Form form) {
        return "'" + call.name() + "' needs require \"" + form.extension() + "\"";
    }

    Optional<Condition> condition(Call call) {
        int before = errors.all.size();
        int count = errors.count;
        isLost = false;
        var test = vocabulary.test(call.name());
        Optional<Condition> made = Optional.empty();
        if (test.isEmpty()) {
            unknown(call.place(), vocabulary.command(call.name()).isPresent() ? "'" + call.name()
                + "' is a command, not a test"
                : "unknown test '" + call.name() + "'");
        } else if (!has(test.get().form().extension())) {
            unknown(call.place(), needs(call, test.get().form()));
        } else {
            made = attempt(call, test.get().form()).map(test.get().maker()::make);
        }
        return isLost && has("ihave") ? Optional.of(lost(call, before, count)) : made;
    }

    /** Of tests that stand in parentheses. */
    List<Condition> conditions(List<Call> calls) {
        return calls.stream().map(this::condition).flatMap(Optional::stream).toList();
    }

    /** Within a loop of that name, empty for none. */
    List<Statement> loop(String name, Given given) {
        if (loopNames.size() == SieveLimits.LOOP_DEPTH_MAX) error(
            given.place(), "loops over parts lie too deep in each other");
        loopNames.add(name);
        try {
            return given.block();
        } finally {
            loopNames.removeLast();
        }
    }

    boolean isInLoop(String name) { return name.isEmpty() ? !loopNames.isEmpty() : loopNames.contains(name); }
}
