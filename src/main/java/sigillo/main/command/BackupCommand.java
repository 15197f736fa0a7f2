package sigillo.main.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Answer;
import sigillo.admin.Json;
import sigillo.admin.Request;
import sigillo.backup.BackupKey;
import sigillo.backup.BackupReader;
import sigillo.backup.RecoveryKey;
import sigillo.backup.TargetSettings;
import sigillo.main.config.Config;

@Command(name = "backup", description = "Backups of everything, sealed to your recovery key: docs/backup.md.")
public final class BackupCommand {
    private final Ask ask;

    public BackupCommand(Ask ask) { this.ask = ask; }

    @Command(name = "now", description = "Makes one now and proves it.")
    int now(@Mixin Target target, @Parameters(paramLabel = "TARGET", arity = "0..1",
        description = "Its name. Default: all.") String name) {
        var outcomes = ask.result(target, new Request.BackUp(Optional.ofNullable(name)));
        ask.print(target, outcomes);
        return outcomes.valueStream().allMatch(one -> one.path("done").asBoolean()) ? 0 : 1;
    }

    @Command(name = "list", description =
        "The targets, with their last backup and its proof; or what is in one of them.")
    int list(@Mixin Target target, @Parameters(paramLabel = "TARGET", arity = "0..1",
        description = "Its name.") String name) {
        return ask.show(target, new Request.ListBackups(Optional.ofNullable(name)));
    }

    @Command(name = "verify", description = {
        "Reads all that the newest backup needs, from the target. With the recovery key also whether that opens it.",
        "The key stays in this command: the running server is not asked."})
    int verify(@Mixin Target target, @Parameters(paramLabel = "TARGET", arity = "0..1",
        description = "Its name. Default: all.") String name,
            @Option(names = "--key", paramLabel = "FILE",
                description = "The recovery key is the first line of this file; - for standard input or the terminal.")
            String key,
            @Option(names = "--all", description = "What all backups need, not only the newest.") boolean all) {
        var config = target.config();
        var recovery = Optional.ofNullable(key).map(BackupCommand::recoveryKey);
        boolean isSound = true;
        var results = new ArrayList<Line>();
        for (var one : targets(config, Optional.ofNullable(name))) {
            var found = verify(config, one, recovery, all);
            results.add(found);
            isSound &= found.sound();
        }
        recovery.ifPresent(RecoveryKey::close);
        ask.print(target, Json.tree(new Answer.Done(results)));
        return isSound ? 0 : 1;
    }

    /** {@code opened}: by the recovery key. */
    private record Line(String target, boolean sound, List<Long> backups, long pieces, boolean opened,
        List<String> findings) {}

    private static Line verify(Config config, TargetSettings target, Optional<RecoveryKey> recovery, boolean all) {
        try (var key = recovery.isPresent() ? recovery.get()
            .forServer() : serverKey(config); var reader = BackupReader.open(target, key, recovery)) {
            var found = reader.verify(all);
            return new Line(target.name(), found.sound(), found.backups(), found.pieces(), found.opened(),
                found.findings());
        } catch (IOException e) {
            return new Line(target.name(), false, List.of(), 0, false, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static BackupKey serverKey(Config config) throws IOException {
        return BackupKey.in(config.sealing().keys())
            .orElseThrow(() -> new IOException("there is no recovery key yet: make one with sigillo backup key"));
    }

    private static List<TargetSettings> targets(Config config, Optional<String> name) {
        var all = config.backup().targets();
        if (all.isEmpty()) throw new Failure("no target is configured: docs/backup.md says how ([[backup.target]])");
        var wanted = all.stream().filter(one -> name.isEmpty() || name.get().equals(one.name())).toList();
        if (wanted.isEmpty()) throw new Failure("there is no target " + name.get());
        return wanted;
    }

    /** Throws {@link Failure} when it is none. */
    public static RecoveryKey recoveryKey(String file) {
        var typed = file.equals("-") ? SecretLine.asked("Recovery key: ")
            : SecretLine.of(Path.of(file), "line with the recovery key");
        return RecoveryKey.parse(typed)
            .orElseThrow(() -> new Failure("this is no recovery key, or it has a slip: fourteen groups of four letters"
                + " and digits would be right"));
    }
}
