package sigillo.main.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sigillo.admin.Answer;
import sigillo.admin.Json;
import sigillo.admin.OverSocket;
import sigillo.admin.Reach;
import sigillo.admin.Request;
import sigillo.base.Sizes;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;
import sigillo.store.StoreException;
import sigillo.upgrade.Admission;
import sigillo.upgrade.Installation;
import sigillo.upgrade.Manifest;
import sigillo.upgrade.Progress;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;
import sigillo.upgrade.Step;
import sigillo.upgrade.TrialProcess;
import sigillo.upgrade.Upgrade;
import sigillo.upgrade.UpgradeLock;

/**
 * An upgrade from here on, by the version that is installed: the server stands aside, a snapshot is made, the new version tests itself, and
 * serves; or all is as it was. Holds the {@link UpgradeLock} until that is settled, so that no server starts in the middle.
 */
final class Upgrading {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);
    /** Until the new version has begun to start: a JVM, and the first of its classes. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final int LOOK_EVERY_MS = 50;

    private final Config config;
    private final Checked checked;
    private final Duration within;
    private final Consumer<String> out;
    private final Upgrade upgrade;
    /** Stays the same when it becomes another version; empty where none runs, or we do not see it. */
    private Optional<ProcessHandle> server = Optional.empty();

    Upgrading(Config config, Checked checked, Duration within, Consumer<String> out) {
        this.config = config;
        this.checked = checked;
        this.within = within;
        this.out = out;
        this.upgrade = UpgradeGate.upgrade(config);
    }

    /** A release that may follow. {@code room}: what it needs, as a sentence. */
    record Checked(Installation installation, Path home, Manifest installed, Release release, String room) {}

    record Ended(boolean isDone, String sentence) {}

    /** Throws {@link IOException} with a sentence: it may not, or there is no room. Changes nothing. */
    static Checked check(Config config, Path folder) throws IOException {
        var installation = Installation.of(UpgradeGate.home());
        var home = installation.currentHome();
        var keys = ReleaseKeys.of(home);
        var installed = Release.open(home, keys).manifest();
        var release = Release.open(folder, keys);
        release.check();
        return new Checked(installation, home, installed, release, requireMayFollow(config, installation, installed, release.manifest()));
    }

    /** Says how much room it takes. Throws {@link IOException} with a sentence: it may not, or there is none. */
    static String requireMayFollow(Config config, Installation installation, Manifest installed, Manifest wanted) throws IOException {
        var refusal = new Admission(installed, UpgradeGate.upgrade(config).seen(installed.channel())).refusal(wanted);
        if (refusal.isPresent()) throw new IOException(refusal.get());
        return room(config, installation, wanted);
    }

    private static String room(Config config, Installation installation, Manifest wanted) throws IOException {
        long snapshot = UpgradeGate.upgrade(config).snapshot().room(config.data());
        require(config.data(), snapshot + (isSameDisk(config.data(), installation.root()) ? wanted.octets() : 0));
        require(installation.root(), wanted.octets());
        return "room: " + size(wanted.octets()) + " for the release, at most " + size(snapshot) + " while it is tested";
    }

    private static boolean isSameDisk(Path one, Path other) throws IOException { return Files.getFileStore(one).equals(Files.getFileStore(other)); }

    private static void require(Path folder, long octets) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < octets) throw new IOException("the disk of " + folder + " has room for " + size(free) + ", and " + size(octets) + " are wanted: nothing was changed");
    }

    private static String size(long octets) { return Sizes.shown(octets, Locale.ROOT); }

    Ended run() throws IOException {
        upgrade.create();
        boolean wasRunning;
        try (var _ = UpgradeLock.take(upgrade.folder()).orElseThrow(() -> new IOException("another upgrade is under way, or a server is just starting"))) {
            if (upgrade.progress().filter(one -> one.step().isUnderWay()).isPresent())
                throw new IOException("an upgrade was cut off: start the server, which ends it, and try again");
            var home = checked.installation().install(checked.release());
            upgrade.see(checked.installed().channel(), checked.release().manifest().serial());
            wasRunning = standsAside();
            var failed = tried(home);
            if (failed.isPresent()) return new Ended(false, failed.get() + (wasRunning ? "; the old version serves" : ""));
        }
        return wasRunning ? awaitDoors() : new Ended(true, "the test has passed; no server was running: start it");
    }

    // ---- the server ----

    /** True when one runs. It has begun to stop then. */
    private boolean standsAside() throws IOException {
        try (var running = OverSocket.connect(config.operator().socket()).orElse(null)) {
            if (running == null) return false;
            var said = asked(running, new Request.StandAside(false)).split(" ", 2);
            server = ProcessHandle.of(Long.parseLong(said[0]));
            var home = said[1];
            if (!Path.of(home).toRealPath().equals(checked.home()))
                throw new IOException("the server that runs is the program in " + home + ", and this upgrades the one in " + checked.home());
            out.accept("the server stands aside: nothing is taken or sent from now on, and others try again");
            running.ask(new Request.StandAside(true)); // it may be gone before it has answered
            return true;
        }
    }

    private static String asked(Reach running, Request request) throws IOException {
        return switch (running.ask(request)) {
            case Answer.Done done -> Json.tree(done).path("done").asString();
            case Answer.Failed(var why) -> throw new IOException("the server that runs says: " + why);
        };
    }

    /** Once the server has given it up. */
    private Kept opened() throws IOException {
        long until = System.nanoTime() + STOPS_WITHIN.toNanos();
        while (true) {
            try {
                return Kept.open(config);
            } catch (StoreException inUse) {
                if (System.nanoTime() > until) throw new IOException("what is kept cannot be opened: " + inUse.getMessage(), inUse);
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    // ---- the steps ----

    /** Empty when the new version is the one that runs from now on; else all is as it was, and why. */
    private Optional<String> tried(Path home) throws IOException {
        var progress = snapshot(home);
        try {
            out.accept("the new version tests itself");
            var failed = TrialProcess.run(home, progress.id(), config.file().toAbsolutePath(), within);
            if (failed.isEmpty()) {
                upgrade.passed(progress);
                return Optional.empty();
            }
            return Optional.of(back(progress, failed.get()));
        } catch (IOException | RuntimeException e) {
            return Optional.of(back(progress, "" + e.getMessage()));
        }
    }

    private Progress snapshot(Path home) throws IOException {
        try (var kept = opened()) {
            var id = new byte[12];
            new SecureRandom().nextBytes(id);
            var begun = new Progress(Step.SNAPSHOT, checked.installed().version(), checked.release().manifest().version(), checked.home(), home.toRealPath(),
                HexFormat.of().formatHex(id), "", "", Instant.now()).counted(Tallied.of(kept));
            out.accept("a snapshot is made of " + begun.kept());
            return upgrade.begin(begun, kept.store()::checkpoint);
        }
    }

    private String back(Progress progress, String why) throws IOException {
        var now = upgrade.rollBack(progress, why);
        return "not upgraded, all is as it was: " + now.why();
    }

    /** The server starts anew by itself, and goes back by itself; unless it is gone, or never came so far. */
    private Ended awaitDoors() throws IOException {
        out.accept("the test has passed; the new version starts");
        long began = System.nanoTime();
        while (System.nanoTime() - began < within.toNanos()) {
            var now = progress();
            if (now.step() == Step.DONE) return done(now);
            if (now.step() == Step.FAILED) return new Ended(false, "not upgraded, all is as it was: " + now.why());
            boolean isDue = now.step() != Step.PASSED || server.filter(one -> !one.isAlive()).isPresent() || System.nanoTime() - began > STARTS_WITHIN.toNanos();
            var left = isDue ? backIfLeft(now.step()) : Optional.<String>empty();
            if (left.isPresent()) return new Ended(false, left.get() + "; no server runs: start it");
            pause();
        }
        return new Ended(false, "the new version has not opened its doors yet; if it ends, the next start goes back by itself (sigillo doctor)");
    }

    /** Of releases the one before stays, for who wants to look. */
    private Ended done(Progress now) throws IOException {
        checked.installation().keepOnly(Set.of(now.fromHome(), now.toHome()));
        return new Ended(true, "upgraded: " + now.to() + " has opened its doors");
    }

    private Progress progress() throws IOException { return upgrade.progress().orElseThrow(() -> new IOException("nobody knows what became of the upgrade")); }

    /** Who opens his doors has the lock: when it is free, and all is as it was before, there is nobody. */
    private Optional<String> backIfLeft(Step step) throws IOException {
        var lock = UpgradeLock.take(upgrade.folder());
        if (lock.isEmpty()) return Optional.empty();
        try (var _ = lock.get()) {
            var now = progress();
            if (now.step() != step || !now.step().isUnderWay()) return Optional.empty();
            return Optional.of(back(now, "the new version ended before it opened its doors"));
        }
    }
}
