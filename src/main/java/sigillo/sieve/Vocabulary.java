package sigillo.sieve;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All commands and tests, and the extensions that they are of. Filled once, then read by any thread. */
final class Vocabulary {
    record Command(Form form, Maker<Statement> maker) {}

    record Test(Form form, Maker<Condition> maker) {}

    /** Tells what does not fit to the compiler of {@code given}; what it gives back then is not used. */
    interface Maker<T> {
        T make(Given given);
    }

    private final Map<String, Command> commands = new HashMap<>();
    private final Map<String, Test> tests = new HashMap<>();
    private final Set<String> extensions = new TreeSet<>();
    private final Set<String> beforeRequire = new TreeSet<>();

    /** What this server has. */
    static final Vocabulary OURS = ours();

    static Vocabulary ours() {
        var all = new Vocabulary();
        Control.addTo(all);
        Deeds.addTo(all);
        MessageTests.addTo(all);
        BodyTest.addTo(all);
        Variables.addTo(all);
        Flags.addTo(all);
        DateTests.addTo(all);
        MailboxTests.addTo(all);
        EditHeader.addTo(all);
        Answers.addTo(all);
        Notify.addTo(all);
        Include.addTo(all);
        Surroundings.addTo(all);
        Parts.addTo(all);
        return all;
    }

    Vocabulary command(Form form, Maker<Statement> maker) {
        commands.put(form.name(), new Command(form, maker));
        return this;
    }

    Vocabulary test(Form form, Maker<Condition> maker) {
        tests.put(form.name(), new Test(form, maker));
        return this;
    }

    Vocabulary extensions(String... names) {
        extensions.addAll(Set.of(names));
        return this;
    }

    /** Commands behind which a require may still stand. */
    Vocabulary beforeRequire(String... names) {
        beforeRequire.addAll(Set.of(names));
        return this;
    }

    boolean standsBeforeRequire(String name) { return beforeRequire.contains(name); }

    Optional<Command> command(String name) { return Optional.ofNullable(commands.get(name)); }

    Optional<Test> test(String name) { return Optional.ofNullable(tests.get(name)); }

    Set<String> extensions() { return extensions; }

    Optional<String> extension(String name) { return extensions.contains(name) ? Optional.of(name) : Optional.empty(); }
}
