package sigillo.openpgp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sigillo.peers.Program;

/** A tool that is a command: files go in, files come out. */
abstract class CommandTool implements Tool {
    private final String command;
    private Path folder;
    private int files;

    CommandTool(String command) { this.command = command; }

    @Override public String name() { return command; }

    @Override public boolean isInstalled() { return Program.isInstalled(command); }

    @Override public void begin(Known known) throws Exception {
        folder = known.folder();
        Files.write(folder.resolve("us.pgp"), known.us().octets());
        Files.write(folder.resolve("moved.asc"), known.moved().exportArmoured(PASSPHRASE.toCharArray()));
        Files.write(folder.resolve("moved-plain.pgp"), known.moved().plain());
    }

    final String path(String name) { return folder.resolve(name).toString(); }

    /** A new file with these octets. */
    final String file(byte[] octets) throws IOException {
        var file = folder.resolve("file" + files++);
        Files.write(file, octets);
        return file.toString();
    }

    /** Where there is no file yet. */
    final String place() { return path("file" + files++); }

    final byte[] octets(String file) throws IOException { return Files.readAllBytes(Path.of(file)); }

    /** The command with these words; what it printed. */
    final String run(String... words) {
        var all = new ArrayList<>(List.of(command));
        all.addAll(List.of(words));
        return Program.run(Duration.ofSeconds(60), Map.of(), all).orFail().printed();
    }

    /** By a shell, for commands that read from standard input. */
    final String shell(String line) {
        return Program.run(Duration.ofSeconds(60), Map.of(), List.of("sh", "-c", line)).orFail().printed();
    }

    static void requireSaid(String printed, String word) {
        if (!printed.contains(word)) throw new AssertionError("not said: " + word + "\n" + printed);
    }
}
