package sigillo.main.upgrade;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.main.config.Config;
import sigillo.main.folder.DataFolder;
import sigillo.main.process.Execution;
import sigillo.upgrade.Installation;
import sigillo.upgrade.Progress;
import sigillo.upgrade.Snapshot;
import sigillo.upgrade.Step;
import sigillo.upgrade.TrialProcess;
import sigillo.upgrade.Upgrade;
import sigillo.upgrade.UpgradeLock;

/**
 * What a server that starts owes to an upgrade: it ends one that was cut off before it opens what is kept; and when it is the first
 * start of a new version, it goes back by itself unless it comes to its doors.
 */
public final class UpgradeGate {
    private static final System.Logger LOG = System.getLogger("sigillo.upgrade");
    /** From the start to the doors, of a version whose trial has passed. */
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(10);

    private final Config config;
    private final Upgrade upgrade;
    private final UpgradeLock lock;
    private volatile boolean isPassed;

    private UpgradeGate(Config config, Upgrade upgrade, UpgradeLock lock) {
        this.config = config;
        this.upgrade = upgrade;
        this.lock = lock;
    }

    public static Path home() { return Path.of(System.getProperty("sigillo.home", ".")).toAbsolutePath().normalize(); }

    /** Of the data directory that is configured. */
    public static Upgrade upgrade(Config config) {
        var data = config.data();
        var folder = new DataFolder(data, config.sealing().keys());
        var others = Map.of("keys", folder.keys(), "tls", folder.tls(), "setup", data.resolve("setup"), "doctor", data.resolve("doctor"));
        return new Upgrade(data, new Snapshot(Upgrade.snapshot(data), folder.store().resolve("rocksdb"), others), InstantSource.system(), TrialProcess::kill);
    }

    /**
     * Waits for an upgrade that is under way in another process. May start another version in this process, and then does not
     * return. Empty where nothing is left to do. Throws {@link IOException} with a sentence.
     */
    public static Optional<UpgradeGate> pass(Config config) throws IOException {
        if (!Files.isDirectory(Upgrade.folder(config.data()))) return Optional.empty();
        var upgrade = upgrade(config);
        var lock = UpgradeLock.await(upgrade.folder());
        var before = upgrade.progress();
        var found = upgrade.recover(home());
        upgrade.progress().filter(now -> !before.equals(Optional.of(now)))
            .ifPresent(UpgradeGate::tell);
        if (found == Upgrade.Found.START_ANOTHER) startAnew(config);
        if (found == Upgrade.Found.SERVE_FIRST) return Optional.of(new UpgradeGate(config, upgrade, lock).watched());
        lock.close();
        return Optional.empty();
    }

    private static void tell(Progress now) {
        var which = "the upgrade from " + now.from() + " to " + now.to();
        if (now.step() == Step.FAILED) LOG.log(Level.WARNING, which + " was not made, and all is as it was: " + now.why());
        else LOG.log(Level.INFO, which + " has passed its test: the doors open");
    }

    private UpgradeGate watched() {
        Thread.ofPlatform().daemon().name("upgrade").start(() -> {
            try {
                Thread.sleep(OPENS_WITHIN);
                if (!isPassed) goBack("the new version did not open its doors within " + OPENS_WITHIN.toMinutes() + " minutes");
            } catch (InterruptedException | IOException e) {
                LOG.log(Level.ERROR, "the old version cannot be started: start the server again", e);
            }
        });
        return this;
    }

    /** The doors are about to open: there is no way back. */
    public void opened() throws IOException {
        upgrade.opened();
        isPassed = true;
        LOG.log(Level.INFO, "the upgrade is done");
        try (lock) {
            upgrade.tidy();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the snapshot of the upgrade is not deleted yet", e); // the next start does
        }
    }

    /** Starts again, unless the doors are open; that start finds what was left, and goes back. */
    public void goBack(String why) throws IOException {
        if (isPassed) return;
        LOG.log(Level.ERROR, "the new version cannot serve: " + why);
        upgrade.failing(why);
        startAnew(config);
    }

    /** The version that is current, in this process. */
    public static void startAnew(Config config) throws IOException { Execution.of(launcher(), List.of("serve", "--config", config.file().toAbsolutePath().toString())); }

    /** Of the version that runs. */
    public static Path launcher() {
        try {
            return Installation.of(home()).current().resolve("sigillo");
        } catch (IOException built) {
            return home().resolve("sigillo");
        }
    }
}
