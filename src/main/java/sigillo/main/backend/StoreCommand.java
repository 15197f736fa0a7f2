package sigillo.main.backend;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;

@Command(name = "store", description = "What keeps mail: docs/cluster.md.")
public final class StoreCommand {
    private final PrintWriter out;

    public StoreCommand(PrintWriter out) { this.out = out; }

    @Command(name = "migrate", description = {
        "Moves all that is kept from files into a cluster, or back, and compares both. No server may run meanwhile.",
        "Stopped anywhere, it goes on when it is given again."})
    int migrate(
            @Option(names = "--config", paramLabel = "FILE", required = true,
                description = "The configuration as it is, with the [store] that has everything.") Path from,
            @Option(names = "--to", paramLabel = "FILE", required = true,
                description = "The configuration that is to be: the same data directory, another [store].") Path to,
            @Option(names = "--leave-damaged",
                description = "Goes on without messages of which the disk has lost a part.") boolean leaveDamaged) {
        try {
            new Migration(Place.read(from), Place.read(to), leaveDamaged, this::say).run();
            say("from now on start with " + to);
            return 0;
        } catch (IOException e) {
            throw new Failure(e.getMessage());
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
