package sigillo.main.trial;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;
import sigillo.main.mail.HeldBack;
import sigillo.main.mail.Relaying;
import sigillo.main.process.Logs;
import sigillo.main.server.Server;
import sigillo.main.upgrade.Tallied;
import sigillo.upgrade.Step;
import sigillo.upgrade.TrialProcess;
import sigillo.upgrade.Upgrade;

/** Started by {@code sigillo upgrade} of the version before: opens what is kept, as this version does, and tests it. */
@Command(name = "upgrade-trial", hidden = true, description = "Is a part of sigillo upgrade.")
public final class TrialCommand implements Callable<Integer> {
    @Option(names = "--id", required = true, description = "Of the upgrade.")
    private String id;

    @Option(names = "--config", required = true, description = "The server's configuration.")
    private Path file;

    private final PrintWriter out;

    public TrialCommand(PrintWriter out) { this.out = out; }

    @Override public Integer call() {
        try {
            run(Place.read(file));
            out.println(TrialProcess.PASSED + id);
            out.flush();
            return 0;
        } catch (IOException | RuntimeException e) {
            out.println(TrialProcess.FAILED + (e instanceof IOException || e instanceof Failure ? e.getMessage() : e.toString()));
            out.flush();
            return 1;
        }
    }

    /** Standard input ends with the process at its other end. */
    private static void endWithWhoUpgrades() {
        try {
            while (System.in.read() >= 0) { }
        } catch (IOException e) {
            // ended too
        }
        Runtime.getRuntime().halt(1);
    }

    private void run(Config config) throws IOException {
        var progress = Upgrade.progress(config.data()).filter(one -> one.step() == Step.TRIAL && one.id().equals(id))
            .orElseThrow(() -> new Failure("no upgrade of this id is at its trial"));
        Thread.ofPlatform().daemon().name("who upgrades").start(TrialCommand::endWithWhoUpgrades);
        Logs.start(config.log().level(), config.log().addresses());
        try (var kept = Kept.open(config)) {
            var now = Tallied.of(kept);
            if (!now.equals(progress.kept())) throw new IOException("before there were " + progress.kept() + ", and now " + now);
            try (var elsewhere = new HeldBack(new Relaying(config, kept), kept.clock()); var server = new Server(config, kept, elsewhere)) {
                new SelfTest(server, server.startTrial()).run();
            }
        }
    }
}
