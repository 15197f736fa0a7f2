package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.admin.Answer;
import sigillo.admin.Json;
import sigillo.admin.OverSocket;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.main.CommandsHere;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole server as its users get it: the shipped launcher, its production flags, its own process. A demo on a folder
 * of its own; {@link #again} starts it on the same folder after a stop or a kill. Its accounts are at the level that the
 * property {@code sigillo.test.level} says, where a test says none. A demo without other settings is on its second start,
 * so that not each makes the same keys anew: {@link FirstStart}. Its JVM goes without the second compiler where the tests' own
 * does (pom.xml): of what a server costs that ends within a minute that would be half.
 */
public final class SigilloPeer implements AutoCloseable {
    /** The JVM's flag for both of its compilers: as the launcher starts a server, for what is measured and for what works for long. */
    private static final String AS_SHIPPED = "-XX:TieredStopAtLevel=4";
    private static final Duration START_LIMIT = Duration.ofSeconds(240);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private final Path folder;
    private final int base;
    private final List<String> options;
    private final String flags;
    private final Map<String, String> more;
    private Program program;
    private JsonNode facts;

    private SigilloPeer(Path folder, List<String> options, String flags, Map<String, String> more) {
        this.folder = folder;
        this.base = Ports.freeBase();
        this.options = leveled(options);
        this.flags = flags;
        this.more = Map.copyOf(more);
    }

    private static List<String> leveled(List<String> options) {
        var level = System.getProperty("sigillo.test.level");
        if (level == null || options.contains("--level")) return List.copyOf(options);
        var all = new ArrayList<>(options);
        all.addAll(List.of("--level", level));
        return List.copyOf(all);
    }

    /** A demo in a folder below {@code parent}, ready. */
    public static SigilloPeer demo(Path parent, String... options) {
        return started(new SigilloPeer(parent.resolve("sigillo"), List.of(options), "", Map.of()).movedIn());
    }

    /** A demo whose JVM has both of its compilers. */
    public static SigilloPeer demoAsShipped(Path parent, String... options) {
        return started(new SigilloPeer(parent.resolve("sigillo"), List.of(options), AS_SHIPPED, Map.of()).movedIn());
    }

    /** A demo that nobody has started before. */
    public static SigilloPeer fresh(Path parent, String... options) {
        return started(new SigilloPeer(parent.resolve("sigillo"), List.of(options), "", Map.of()));
    }

    /** A demo with more in its environment. */
    public static SigilloPeer demo(Path parent, Map<String, String> environment, String... options) {
        return started(new SigilloPeer(parent.resolve("sigillo"), List.of(options), "", environment));
    }

    /** A demo that carries as many conversations at once as on a machine of so many cores. */
    public static SigilloPeer demoOfCores(int cores, Path parent) {
        return started(new SigilloPeer(parent.resolve("sigillo"), List.of(), AS_SHIPPED + " -Djdk.virtualThreadScheduler.parallelism=" + cores, Map.of()).movedIn());
    }

    /** A demo with more flags for its JVM, and for all that is begun beside it. */
    public static SigilloPeer demoOfFlags(String flags, Path parent) { return started(new SigilloPeer(parent.resolve("sigillo"), List.of(), flags, Map.of()).movedIn()); }

    /** A demo with another heap than the launcher would give it. */
    public static SigilloPeer demoOfHeap(int mib, Path parent, String... options) {
        return started(new SigilloPeer(parent.resolve("sigillo"), List.of(options), AS_SHIPPED + " -Xmx" + mib + "m", Map.of()));
    }

    /** What is in the folder already stays; other settings may name another store. */
    private SigilloPeer movedIn() {
        int level = options.indexOf("--level");
        if (!Files.exists(folder) && !options.contains("--settings")) FirstStart.copyTo(folder, level < 0 ? "L1" : options.get(level + 1));
        return this;
    }

    private static SigilloPeer started(SigilloPeer peer) {
        peer.again();
        return peer;
    }

    /** Starts it and waits until it is ready. */
    public void again() {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve("demo.json"));
            var command = new ArrayList<>(List.of("./sigillo", "demo", "--data", folder.toString(), "--port-base", "" + base));
            command.addAll(options);
            program = Program.start(log(), environment(), command);
            Program.waitUntil("the demo is ready:\n" + program.printed(), START_LIMIT, this::isReadyOrDead);
            if (!program.isRunning()) throw new AssertionError("the demo ended:\n" + program.printed());
            facts = JsonMapper.builder().build().readTree(Files.readString(folder.resolve("demo.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same folder under {@code serve}, which knows no more than the folder holds. */
    public void againAsServer() { againAsServer(Path.of("./sigillo")); }

    /** The same by another launcher, such as that of a release. */
    public void againAsServer(Path launcher) {
        program = Program.start(folder.resolveSibling("serve.log"), environment(), List.of(launcher.toString(), "serve", "--config", folder.resolve("sigillo.toml").toString()));
        Program.waitUntil("the server is ready", START_LIMIT, () -> program.printed().contains("ready in ") || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError("the server ended:\n" + program.printed());
    }

    /** Its temporary files lie where a test can look for them, and go with the test. */
    private Map<String, String> environment() {
        try {
            Files.createDirectories(temporaryFiles());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var given = System.getenv().getOrDefault("SIGILLO_JAVA_FLAGS", "");
        var all = String.join(" ", given, flags, "-Djava.io.tmpdir=" + temporaryFiles());
        var environment = new HashMap<>(more);
        environment.putAll(Map.of("SIGILLO_JAVA_FLAGS", all.strip(), "TMPDIR", temporaryFiles().toString()));
        return environment;
    }

    private boolean isReadyOrDead() { return Files.exists(folder.resolve("demo.json")) || !program.isRunning(); }

    public Path folder() { return folder; }

    public Path temporaryFiles() { return folder.resolveSibling("tmp"); }

    public Path log() { return folder.resolveSibling("sigillo.log"); }

    public int port(String name) { return facts.get("ports").get(name).asInt(); }

    public Path ca() { return Path.of(facts.get("ca").asString()); }

    public String hostname() { return facts.get("hostname").asString(); }

    public String address(String local) { return local + "@" + facts.get("domain").asString(); }

    public String password(String local) {
        for (var account : facts.get("accounts")) {
            if (account.get("address").asString().equals(address(local))) return account.get("password").asString();
        }
        throw new IllegalArgumentException(local);
    }

    /** A new one, for a mail program of his: the only way into an account at level L2. */
    public String appPassword(String local) throws IOException {
        var secret = Files.writeString(folder.resolveSibling("secret-of-" + local), password(local) + "\n").toString();
        var made = cli("app-password", "add", address(local), "reader", "--secret-file", secret).orFail().printed();
        return made.replaceFirst("(?s).*app password: (\\S+).*", "$1");
    }

    public SmtpProbe smtp() throws IOException { return SmtpProbe.connect(port("smtp")); }

    public ImapProbe imap(String local) throws IOException {
        return ImapProbe.signedIn(port("imap"), address(local), password(local));
    }

    /** What {@code ./sigillo} with these words does against this instance, without another JVM. */
    public Program.Done cli(String... words) { return CommandsHere.run(COMMAND_LIMIT, words(words)); }

    /** The same by the launcher, in a process of its own: for commands that write files, or compute themselves. */
    public Program.Done launched(String... words) {
        var command = new ArrayList<>(List.of("./sigillo"));
        command.addAll(List.of(words(words)));
        return Program.run(COMMAND_LIMIT, Map.of(), command);
    }

    /** Begins what another launcher does with these words. */
    public Program begun(Path launcher, Path output, String... words) {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words(words)));
        return Program.start(output, environment(), command);
    }

    private String[] words(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.toString()));
        return all.toArray(String[]::new);
    }

    /** What {@link #cli} would be told, as values. Throws when it was not done. */
    public JsonNode ask(Request request) {
        try (var reach = OverSocket.connect(folder.resolve("run/operator.sock")).orElseThrow()) {
            return switch (reach.ask(request)) {
                case Answer.Done done -> Json.tree(done);
                case Answer.Failed(var why) -> throw new AssertionError(request + ": " + why);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with what an account keeps, which is read whole and counted again. */
    public List<String> faults(String local) {
        var found = ask(new Request.VerifyAccount(Address.of(address(local))));
        var faults = new ArrayList<String>();
        for (var fault : found.get("faults")) faults.add(fault.asString());
        if (faults.isEmpty() != found.get("sound").asBoolean()) throw new AssertionError(found.toString());
        return faults;
    }

    public boolean isQueueEmpty() { return ask(new Request.ListQueue(Optional.empty(), 1)).isEmpty(); }

    public Program program() { return program; }

    /** The Java process: the launcher replaces itself by it. */
    public long residentKib() { return program.residentKib(); }

    public void kill() { program.kill(); }

    /** SIGTERM, and waits: it must drain and stop within ten seconds. */
    public void stop() {
        program.terminate();
        program.await(Duration.ofSeconds(12));
    }

    @Override public void close() { program.close(); }
}
