package sigillo.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sigillo.peers.Program;

/** A machine on which somebody starts a mail server: {@code ./sigillo serve} at a terminal, as root, at the real ports. */
final class HomeHost implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Pattern CODE = Pattern.compile("The code, good for an hour: (\\S+)");
    private static final String TERMINAL = "import pty, sys; pty.spawn(sys.argv[1:])";

    private final Hosts hosts;
    private final String host;
    private final Path folder;
    private final Path config;
    private final Map<String, String> environment;
    private Program terminal;

    /** Its configuration says where data are, and {@code settings}; no name. {@code trust}: a store of certificates, for whom the JVM believes. */
    HomeHost(Hosts hosts, String host, Path parent, String settings, Path trust) throws IOException {
        this.environment = Map.of("JDK_JAVA_OPTIONS", "-Djavax.net.ssl.trustStore=" + trust + " -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=no-secret");
        this.hosts = hosts;
        this.host = host;
        this.folder = Files.createDirectories(parent.resolve(host));
        this.config = Files.writeString(folder.resolve("sigillo.toml"), "data = \"" + folder.resolve("data") + "\"\n" + settings);
    }

    /** Returns when its pages are there; the code that it shows. */
    String start() {
        serve("(?s)The code, good for an hour: \\S+\\s");
        var shown = CODE.matcher(terminal.printed());
        if (!shown.find() || terminal.printed().indexOf(shown.group(1)) != terminal.printed().lastIndexOf(shown.group(1))) throw new AssertionError(terminal.printed());
        return shown.group(1);
    }

    /** Returns when it is ready; nobody is shown a code any more. */
    void again() {
        serve("ready in ");
        if (CODE.matcher(terminal.printed()).find()) throw new AssertionError(terminal.printed());
    }

    private void serve(String sign) {
        terminal = hosts.start(host, folder.resolve("terminal.log"), environment, "python3", "-c", TERMINAL, Path.of("sigillo").toAbsolutePath().toString(), "serve", "--config", config.toString());
        var seen = Pattern.compile(sign);
        Program.waitUntil("the server is there:\n" + terminal.printed(), START_LIMIT, () -> seen.matcher(terminal.printed()).find() || !terminal.isRunning());
        if (!terminal.isRunning()) throw new AssertionError(terminal.printed());
    }

    /** SIGKILL, to the server itself. */
    void kill() {
        var servers = hosts.pids(host, "java");
        assertEquals(1, servers.size(), servers.toString());
        servers.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        terminal.await(Duration.ofSeconds(20));
    }

    /** A command that speaks to the server. */
    Program.Done ask(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config.toString()));
        return sigillo(all.toArray(String[]::new));
    }

    Program.Done sigillo(String... words) {
        var all = new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", Path.of("sigillo").toAbsolutePath().toString()));
        all.addAll(List.of(words));
        return hosts.run(host, all.toArray(String[]::new));
    }

    Path config() { return config; }

    String printed() { return terminal.printed(); }

    @Override public void close() { if (terminal != null) terminal.close(); }
}
