package sigillo.main;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sigillo.admin.UpgradeDesk;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;
import sigillo.main.mail.Relaying;
import sigillo.main.process.Logs;
import sigillo.main.process.Running;
import sigillo.main.server.Server;
import sigillo.main.setup.FirstStart;
import sigillo.main.setup.SetupOpening;
import sigillo.main.upgrade.UpgradeGate;
import sigillo.net.PortTaken;
import sigillo.upgrade.UpgradeLock;

@Command(name = "serve", description = "Runs the server, in the foreground, until SIGTERM or SIGINT.")
final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger("sigillo.server");

    /** A port that another program has when this one takes over is often its to have a moment later. */
    private static final Duration PORTS_WITHIN = Duration.ofMinutes(1);

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration.")
    private Path file;

    @Override public Integer call() { return run(file); }

    /** Returns an exit code or not at all; throws {@link Failure} with a sentence for the operator. */
    static int run(Path file) {
        try {
            return FirstStart.isWanted(file) ? first(file) : serve(file, Optional.empty());
        } catch (IOException e) {
            throw new Failure(e.getMessage());
        }
    }

    /** A server without a name is set up first. Who does that is told where it could not begin then. */
    private static int first(Path file) throws IOException {
        try (var pages = FirstStart.of(file)) {
            while (true) {
                pages.await();
                try {
                    return serve(file, Optional.of(pages));
                } catch (PortTaken taken) {
                    LOG.log(Level.WARNING, taken.getMessage() + ": the pages of set-up are there again, and say so");
                    pages.goBack(taken.port());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the main thread", e);
        }
    }

    /** {@code before}: the pages that have been there until now. */
    private static int serve(Path file, Optional<FirstStart> before) throws IOException {
        long begun = System.nanoTime();
        var config = Place.read(file);
        Logs.start(config.log().level(), config.log().addresses());
        var gate = UpgradeGate.pass(config);
        try {
            return serve(config, before, gate, begun);
        } catch (IOException | RuntimeException | Error e) { // a class that the new version lacks, for one
            if (gate.isPresent()) gate.get().goBack("" + e.getMessage());
            throw e;
        }
    }

    private static int serve(Config config, Optional<FirstStart> before, Optional<UpgradeGate> gate, long begun) throws IOException {
        try (var kept = Kept.open(config)) {
            var setup = before.map(FirstStart::reached).or(() -> SetupOpening.of(config, kept));
            try (var relaying = new Relaying(config, kept); var server = new Server(config, kept, relaying, setup)) {
                before.ifPresent(FirstStart::close);
                server.with(new UpgradeDesk(UpgradeGate.home(), () -> standAside(config, server, relaying, kept)));
                server.start(() -> {
                    if (gate.isPresent()) gate.get().opened();
                }, PORTS_WITHIN);
                if (before.isEmpty()) server.announceSetup();
                Running.closeAtSignal(server, relaying, kept);
                LOG.log(Level.INFO, "ready in " + readyIn(before, begun) + " ms");
                Running.awaitSignal();
                return 0;
            }
        }
    }

    /** In milliseconds: since the process began, or where a person has set it up in between, since he had. */
    private static long readyIn(Optional<FirstStart> before, long begun) {
        return before.isEmpty() ? Running.sinceStart() : Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    /** For who upgrades: all is closed as at a signal; then the version that is current starts in this process, once he is done. */
    private static void standAside(Config config, AutoCloseable... inTurn) {
        Thread.ofPlatform().name("upgrade").start(() -> {
            try {
                LOG.log(Level.INFO, "stands aside for an upgrade");
                Running.closeNow(inTurn);
                var upgrade = UpgradeGate.upgrade(config);
                upgrade.create();
                UpgradeLock.await(upgrade.folder()).close();
                UpgradeGate.startAnew(config);
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the server ends, since it cannot start anew by itself: start it", e);
                Runtime.getRuntime().halt(1);
            }
        });
    }
}
