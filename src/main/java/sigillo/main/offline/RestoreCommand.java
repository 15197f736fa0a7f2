package sigillo.main.offline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sigillo.backup.BackupReader;
import sigillo.backup.TargetSettings;
import sigillo.main.command.BackupCommand;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Shown;

@Command(name = "restore", description = {"Brings a backup back, onto a machine that has nothing but this program",
    "and the recovery key."})
public final class RestoreCommand implements Callable<Integer> {
    private final PrintWriter out;

    @Option(names = "--from", paramLabel = "PLACE", required = true, description = {
        "A folder, sftp://USER@HOST/FOLDER or https://HOST/BUCKET; with --config the name of a target."})
    private String from;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = {
        "A setting of the target, as the configuration has it: host_key, key_file, access_key, secret_key_file ..."})
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--config", paramLabel = "FILE", description = "A configuration that has the target.")
    private Path config;

    @Option(names = "--key", paramLabel = "FILE", defaultValue = "-",
        description = "The recovery key is the first line of this file; else it is asked for.")
    private String key;

    @Option(names = "--data", paramLabel = "DIR", required = true,
        description = "The data directory, which is made; nothing may be in it.")
    private Path data;

    @Option(names = "--backup", paramLabel = "NUMBER", description = "Which one. Default: the newest.")
    private Long number;

    public RestoreCommand(PrintWriter out) { this.out = out; }

    @Override public Integer call() {
        var restoring = new Restoring(data.toAbsolutePath().normalize());
        restoring.requireEmpty();
        var target = target();
        try (var recovery = BackupCommand.recoveryKey(key); var half = recovery.forServer();
             var reader = BackupReader.open(target, half, Optional.of(recovery))) {
            restoring.run(reader, Optional.ofNullable(number)).forEach(out::println);
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new Failure("nothing was restored: " + e.getMessage());
        }
    }

    /** What is wrong with it is told in the words of the configuration. */
    private TargetSettings target() {
        if (config != null) {
            return Place.read(config).backup().targets().stream().filter(one -> one.name().equals(from)).findFirst()
                .orElseThrow(() -> new Failure(config + " has no target " + from));
        }
        var text = new StringBuilder("data = \"/\"\nhostname = \"localhost\"\n[[backup.target]]\nname = \"restore\"\n");
        text.append(kind()).append(" = ").append(Shown.quoted(from)).append('\n');
        settings.forEach((name, value) -> text.append(Shown.quoted(name)).append(" = ").append(Shown.quoted(value))
            .append('\n'));
        return switch (ConfigFile.parse(Path.of("restore").toAbsolutePath(), text.toString())) {
            case ConfigFile.Outcome.Right(var right, _) when !right.backup().targets().isEmpty() ->
                right.backup().targets().getFirst();
            case ConfigFile.Outcome.Right _ -> throw new Failure("the secret of " + from + " cannot be read");
            case ConfigFile.Outcome.Wrong(var problems) -> throw Failure.of(problems);
        };
    }

    private String kind() {
        if (from.startsWith("sftp://")) return "sftp";
        return from.startsWith("https://") || from.startsWith("http://") ? "s3" : "path";
    }
}
