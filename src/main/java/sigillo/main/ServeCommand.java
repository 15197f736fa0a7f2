package sigillo.main;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;

@Command(name = "serve", description = "Runs the server, in the foreground, until SIGTERM or SIGINT.")
final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger("sigillo.server");

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration.")
    private Path file;

    @Override public Integer call() { return run(file); }

    /** Returns an exit code or not at all; throws {@link Failure} with a sentence for the operator. */
    static int run(Path file) {
        var config = Place.read(file);
        Logs.start(config.log().level(), config.log().addresses());
        try (var kept = Kept.open(config); var relaying = new Relaying(config, kept);
                var server = new Server(config, kept, relaying).start()) {
            LOG.log(Level.INFO, "ready in " + Running.sinceStart() + " ms");
            Running.untilSignal(server, relaying, kept);
            return 0;
        } catch (IOException e) {
            throw new Failure(e.getMessage());
        }
    }
}
