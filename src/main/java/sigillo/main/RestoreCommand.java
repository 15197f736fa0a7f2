package sigillo.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sigillo.backup.BackupReader;
import sigillo.backup.TargetSettings;
import sigillo.main.command.BackupCommand;
import sigillo.main.command.Failure;

@Command(name = "restore", description = "Brings a backup back, onto a machine that has nothing but this program and the recovery key.")
final class RestoreCommand implements Callable<Integer> {
    private final PrintWriter out;

    @Option(names = "--from", paramLabel = "FOLDER", required = true, description = "The target.")
    private String from;

    @Option(names = "--key", paramLabel = "FILE", defaultValue = "-",
        description = "The recovery key is the first line of this file; else it is asked for.")
    private String key;

    @Option(names = "--data", paramLabel = "DIR", required = true,
        description = "The data directory, which is made; nothing may be in it.")
    private Path data;

    @Option(names = "--backup", paramLabel = "NUMBER", description = "Which one. Default: the newest.")
    private Long number;

    RestoreCommand(PrintWriter out) { this.out = out; }

    @Override public Integer call() {
        var restoring = new Restoring(data.toAbsolutePath().normalize());
        restoring.requireEmpty();
        try (var recovery = BackupCommand.recoveryKey(key); var half = recovery.forServer();
             var reader = BackupReader.open(target(), half, Optional.of(recovery))) {
            restoring.run(reader, Optional.ofNullable(number)).forEach(out::println);
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new Failure("nothing was restored: " + e.getMessage());
        }
    }

    private TargetSettings target() { return new TargetSettings.Folder("restore", Path.of(from).toAbsolutePath()); }
}
