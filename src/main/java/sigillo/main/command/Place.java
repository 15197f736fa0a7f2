package sigillo.main.command;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Shown;

/** Which server is meant. The same options at every command. */
public class Place {
    private static final Path SYSTEM = Path.of("/etc/sigillo/sigillo.toml");
    /** What a demo writes into its folder. */
    private static final String IN_DATA = "sigillo.toml";
    private static final Path DEMO = Path.of(System.getProperty("sigillo.home", "."), ".demo");

    @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration.")
    private Path config;

    @Option(names = "--data", paramLabel = "DIR", description = {
        "The data directory of a demo, or of a server of which nothing else matters.",
        "Without both: /etc/sigillo/sigillo.toml when it is there, else the demo in .demo."})
    private Path data;

    /**
     * Files that it names need not be readable: not every operator may read the server's key. Throws {@link Failure}
     * with what is wrong.
     */
    public Config config() {
        var file = file();
        return Files.exists(file) || config != null ? config(ConfigFile.readAlone(file))
            : ofData(file.toAbsolutePath().getParent());
    }

    /** The configuration that is meant; in a data directory there need not be one. */
    Path file() {
        if (config != null) return config;
        if (data != null) return data.resolve(IN_DATA);
        if (Files.exists(SYSTEM)) return SYSTEM;
        if (Files.exists(DEMO)) return DEMO.resolve(IN_DATA);
        throw new Failure("which server? Give --config FILE or --data DIR");
    }

    /** For a server that is to run. Throws {@link Failure} with every error. */
    public static Config read(Path file) { return config(ConfigFile.read(file)); }

    /** A server of which nothing but its place is known. */
    private static Config ofData(Path data) {
        if (!Files.isDirectory(data)) throw new Failure(data + " is not a directory");
        var minimal = "data = " + Shown.quoted(data.toString()) + "\nhostname = \"localhost\"\n";
        return config(ConfigFile.parse(data.resolve(IN_DATA), minimal));
    }

    private static Config config(ConfigFile.Outcome outcome) {
        return switch (outcome) {
            case ConfigFile.Outcome.Right(var right, _) -> right;
            case ConfigFile.Outcome.Wrong(var problems) -> throw Failure.of(problems);
        };
    }
}
