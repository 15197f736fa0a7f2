package sigillo.main.upgrade;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sigillo.base.LoggedAlarms;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;
import sigillo.main.config.Config;
import sigillo.main.kept.Settings;
import sigillo.net.ClientTls;
import sigillo.resolver.DnsResolver;
import sigillo.upgrade.Installation;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;

@Command(name = "upgrade", description = {
    "Installs a release, tests it on what is kept while nothing comes in or goes out, and lets it serve; or goes back by itself.",
    "Run it as the user of the server, with the program that is to be upgraded. Exit code 1 when the old version serves on."})
public final class UpgradeCommand implements Callable<Integer> {
    @Mixin private Place target;

    @Option(names = "--to", paramLabel = "FOLDER", description = "With the release. Without it the newest is fetched that [upgrades] tells of.")
    private Path to;

    @Option(names = "--dry-run", description = "Checks the release and the room on the disk, says what would be done, and changes nothing.")
    private boolean isDry;

    @Option(names = "--within", paramLabel = "SECONDS", defaultValue = "900", description = "So long the new version may take to open what is kept and to test itself. Default: ${DEFAULT-VALUE}.")
    private int within;

    @Option(names = "--forget", description = "What is told of the last upgrade is told no more.")
    private boolean forgets;

    private final PrintWriter out;

    public UpgradeCommand(PrintWriter out) { this.out = out; }

    @Override public Integer call() {
        if (within < 1 || within > 86_400) throw new Failure("--within is from 1 to 86400 seconds");
        try {
            var config = target.config();
            requireOurs(config);
            if (forgets) return forget(config);
            return to == null ? fetched(config) : upgrade(config, to);
        } catch (IOException e) {
            throw new Failure(e.getMessage());
        }
    }

    private static int forget(Config config) throws IOException {
        UpgradeGate.upgrade(config).forget();
        return 0;
    }

    /** The newest that [upgrades] tells of. */
    private int fetched(Config config) throws IOException {
        var address = config.upgrades().asked().orElseThrow(() -> new Failure("which release? Give --to FOLDER, or say in [upgrades] where releases are"));
        var installation = Installation.of(UpgradeGate.home());
        var home = installation.currentHome();
        var keys = ReleaseKeys.of(home);
        var installed = Release.open(home, keys).manifest();
        var fetch = new ReleaseFetch(https(config), address);
        var feed = new ReleaseWatch(config.upgrades(), Optional.empty(), UpgradeGate.upgrade(config), home, InstantSource.system()).fetched(fetch);
        var next = feed.next(installed.version(), config.upgrades().look());
        if (next.isEmpty()) {
            say(installed.version() + " is the newest version that is told of");
            return 0;
        }
        var release = fetch.manifest(installed.channel(), next.get().version(), installation.scratch(), keys);
        Upgrading.requireMayFollow(config, installation, installed, release.manifest());
        try {
            installation.clearScratch();
            fetch.files(release, this::say);
            return upgrade(config, release.folder());
        } finally {
            installation.clearScratch();
        }
    }

    private static HttpsClient https(Config config) throws IOException {
        var resolver = new DnsResolver(new Settings(config).resolver(), new LoggedAlarms());
        return new HttpsClient(new HttpsSettings(config.relay().httpsPort(), config.relay().loopbackOnly()), resolver, ClientTls.verifying());
    }

    private int upgrade(Config config, Path folder) throws IOException {
        var checked = Upgrading.check(config, folder);
        var manifest = checked.release().manifest();
        say("from " + checked.installed().version() + " to " + manifest.version() + ": " + manifest.about());
        say(checked.room());
        if (isDry) {
            say("nothing was changed");
            return 0;
        }
        var ended = new Upgrading(config, checked, Duration.ofSeconds(within), this::say).run();
        say(ended.sentence());
        return ended.isDone() ? 0 : 1;
    }

    /** What root writes into the data directory the server could not read. */
    private static void requireOurs(Config config) throws IOException {
        if (!(config.store() instanceof Config.Store.Here))
            throw new Failure("mail is kept in a cluster, of which no snapshot can be made here: install the release on one server after another, and start each anew (docs/upgrading.md)");
        if (!Files.isDirectory(config.data())) throw new Failure("there is no data directory " + config.data());
        var owner = Files.getOwner(config.data()).getName();
        if (!owner.equals(System.getProperty("user.name"))) throw new Failure("the data directory " + config.data() + " is " + owner + "'s: run this as " + owner);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
