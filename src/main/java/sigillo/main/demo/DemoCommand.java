package sigillo.main.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sigillo.keyring.Level;
import sigillo.main.command.Failure;
import sigillo.main.process.Logs;

@Command(name = "demo", description = "Runs a complete server on loopback, with people and mail; nothing leaves this machine.")
public final class DemoCommand implements Callable<Integer> {
    /** Below the ports that systems give out by themselves, together with the highest standard port. */
    private static final int PORT_BASE_MAX = 31_000;
    private static final List<String> LEVELS = List.of("SEVERE", "WARNING", "INFO", "FINE");

    @Option(names = "--data", paramLabel = "DIR", description = "Where it keeps everything. Default: .demo beside this program.")
    private Path data = Path.of(System.getProperty("sigillo.home", "."), ".demo");

    @Option(names = "--port-base", paramLabel = "N", defaultValue = "20000",
        description = "Each listener is at N and its standard port. Default: ${DEFAULT-VALUE}.")
    private int portBase;

    @Option(names = "--resolver", paramLabel = "ADDR:PORT",
        description = "Ask this DNS server and send mail for others, to this machine only. Default: such mail is caught and shown.")
    private String resolver;

    @Option(names = "--https-port", paramLabel = "N", defaultValue = "443",
        description = "With --resolver: where servers of others are asked over HTTPS, for tests. Default: ${DEFAULT-VALUE}.")
    private int httpsPort;

    @Option(names = "--log", paramLabel = "LEVEL", defaultValue = "WARNING", description = "SEVERE, WARNING, INFO or FINE.")
    private String level;

    @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "L1",
        description = "Who opens new accounts: L1 their owners only, L0 this server too. Default: ${DEFAULT-VALUE}.")
    private Level accounts;

    @Option(names = "--keys-stay", paramLabel = "TIME", defaultValue = "15 minutes",
        description = "So long the keys of an account stay after its last session. Default: ${DEFAULT-VALUE}.")
    private String keysStay;

    @Option(names = "--settings", paramLabel = "FILE",
        description = "More settings, as in a configuration: tables that the demo does not set itself, such as [store].")
    private Path settings;

    @Option(names = "--with-keys",
        description = "Also carla, who is at level L2, and a certificate of anna's; this program makes their keys.")
    private boolean withKeys;

    @Option(names = "--once", description = "Stop as soon as it is ready.")
    private boolean once;

    @Option(names = "--rehearse", description = "Then send itself mail, read it, and stop: done by the build, so that later starts are quicker.")
    private boolean rehearse;

    @Spec private CommandSpec words;

    private final PrintWriter out;

    public DemoCommand(PrintWriter out) { this.out = out; }

    @Override public Integer call() {
        if (portBase < 1_000 || portBase > PORT_BASE_MAX) throw wrong("--port-base is from 1000 to " + PORT_BASE_MAX);
        if (httpsPort < 1 || httpsPort > 65_535) throw wrong("--https-port is from 1 to 65535");
        if (!LEVELS.contains(level)) throw wrong("--log is one of " + String.join(", ", LEVELS));
        Logs.start(java.util.logging.Level.parse(level), false);
        try {
            var wishes = new DemoConfig.Wishes(Optional.ofNullable(resolver), httpsPort, accounts, keysStay,
                settings == null ? "" : Files.readString(settings), withKeys);
            new Demo(data.toAbsolutePath().normalize(), portBase, wishes, out).run(until());
            return 0;
        } catch (IOException e) {
            throw new Failure(e instanceof FileSystemException ? "cannot be read or written: " + e.getMessage() : e.getMessage());
        }
    }

    private Demo.Until until() { return rehearse ? Demo.Until.REHEARSED : once ? Demo.Until.READY : Demo.Until.SIGNAL; }

    private ParameterException wrong(String why) { return new ParameterException(words.commandLine(), why); }
}
