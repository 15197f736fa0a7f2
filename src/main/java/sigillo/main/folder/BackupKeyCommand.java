package sigillo.main.folder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sigillo.backup.BackupKey;
import sigillo.backup.RecoveryKey;
import sigillo.main.command.BackupCommand;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;
import sigillo.sealing.Randomness;

@Command(name = "key", description = {"Makes the recovery key, shows it once, and keeps the half of it that a server needs.",
    "Write it down: without it no backup is ever opened, and this server does not have it."})
public final class BackupKeyCommand implements Callable<Integer> {
    private final PrintWriter out;
    @Mixin private Place place;

    @Option(names = "--new", description = "Although there is one: backups from now on are for the new key, and need empty targets.")
    private boolean another;

    @Option(names = "--from", paramLabel = "FILE",
        description = "Makes no new one: keeps the server's half of the key in this file; - for the terminal.")
    private String from;

    public BackupKeyCommand(PrintWriter out) { this.out = out; }

    @Override public Integer call() {
        var folder = place.config().sealing().keys();
        var file = folder.resolve(BackupKey.FILE);
        if (!Files.isDirectory(folder)) throw new Failure("there is no folder " + folder + ": start the server first");
        if (Files.exists(file) && !another && from == null) {
            throw new Failure("there is a recovery key already, and its paper opens the backups; --new makes another, for empty targets");
        }
        try (var key = from == null ? RecoveryKey.random(Randomness.secure())
            : BackupCommand.recoveryKey(from); var ours = key.forServer()) {
            var octets = ours.encode();
            DataFolder.write(file, octets);
            Arrays.fill(octets, (byte) 0);
            Files.setOwner(file, Files.getOwner(folder)); // root may be who asks, and not who serves
            if (from == null) tell(key);
            else out.println("the server's half of this key is in " + file);
        } catch (IOException e) {
            throw new Failure(file + " cannot be written: " + e.getMessage());
        }
        out.flush();
        return 0;
    }

    private void tell(RecoveryKey key) {
        out.println("recovery key: " + key.text());
        out.println("On paper, in a safe place, not on this machine: it opens every backup, nothing else does, and it is not shown again.");
        out.println("Try it once: sigillo backup now, then sigillo backup verify --key -");
    }
}
