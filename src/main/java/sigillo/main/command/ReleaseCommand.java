package sigillo.main.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.upgrade.Feed;
import sigillo.upgrade.Installation;
import sigillo.upgrade.Manifest;
import sigillo.upgrade.ManifestParser;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;
import sigillo.upgrade.Version;

/** Makes releases, for who publishes this program; and installs the first one. What follows it is {@code sigillo upgrade}'s. */
@Command(name = "release", description = "Makes, signs, checks and installs releases of this program.")
public final class ReleaseCommand {
    private static final int KEY_FILE_OCTETS_MAX = 4096;

    private final PrintWriter out;

    public ReleaseCommand(PrintWriter out) { this.out = out; }

    private interface Work {
        void run() throws IOException;
    }

    private static int done(Work work) {
        try {
            work.run();
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw new Failure(e.getFile() + " is there already");
        } catch (IOException e) {
            throw new Failure(e.getMessage());
        }
    }

    @Command(name = "key", description = "Makes a key that signs releases; it is written into FILE, for its owner only, and its public half is shown.")
    int key(@Parameters(paramLabel = "FILE", description = "Is not there yet. Keep it away from every server.") Path file) {
        return done(() -> {
            try {
                var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(file, Base64.getEncoder().encode(pair.getPrivate().getEncoded()), StandardOpenOption.SYNC);
                out.println(ReleaseKeys.text(pair.getPublic()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has Ed25519", e);
            }
        });
    }

    @Command(name = "make", description = "Copies what runs of a built program into FOLDER, and writes its manifest; sigillo release sign comes next.")
    int make(@Parameters(paramLabel = "FOLDER", description = "Is not there yet, or is empty.") Path folder,
            @Option(names = "--built", paramLabel = "DIR", description = "The built program. Default: the one that runs this command.") Path built,
            @Option(names = "--version", paramLabel = "N.N.N", required = true, description = "Of the release.") String version,
            @Option(names = "--serial", paramLabel = "N", required = true, description = "Higher than that of every release before it in its channel.") long serial,
            @Option(names = "--channel", paramLabel = "NAME", defaultValue = "stable", description = "Default: ${DEFAULT-VALUE}.") String channel,
            @Option(names = "--from", paramLabel = "N.N.N", description = "The oldest version that can be upgraded to it. Default: any.") String from,
            @Option(names = "--security", description = "It mends a fault by which strangers could do harm.") boolean isSecurity,
            @Option(names = "--about", paramLabel = "SENTENCE", required = true, description = "What is new, in a sentence for people.") String about,
            @Option(names = "--about-it", paramLabel = "SENTENCE", description = "The same in Italian.") String aboutInItalian,
            @Option(names = "--key", paramLabel = "KEY", required = true, description = "Public: whose releases may follow this one. Can be given again.") List<String> keys,
            @Option(names = "--next-key", paramLabel = "KEY", description = "Public: signs releases after this one, too.") String nextKey) {
        return done(() -> {
            var home = built == null ? Path.of(System.getProperty("sigillo.home", ".")) : built;
            var trusted = trusted(keys, Optional.ofNullable(nextKey));
            copy(home, folder, trusted);
            var manifest = new Manifest(right(version, "--version", Version::parse), right(channel, "--channel", ManifestParser::channel), serial, LocalDate.now(ZoneOffset.UTC),
                from == null ? new Version(List.of(0, 0)) : right(from, "--from", Version::parse), isSecurity, right(about, "--about", ManifestParser::sentence),
                right(aboutInItalian == null ? about : aboutInItalian, "--about-it", ManifestParser::sentence), Optional.ofNullable(nextKey), Release.files(folder));
            ManifestParser.parse(manifest.encode()); // what is made can be read
            Files.write(folder.resolve(Manifest.NAME), manifest.encode(), StandardOpenOption.CREATE_NEW);
            out.println(manifest.files().size() + " files, " + manifest.octets() + " octets");
        });
    }

    private static ReleaseKeys trusted(List<String> keys, Optional<String> next) {
        var all = new ArrayList<>(keys);
        next.ifPresent(all::add);
        var trusted = new ReleaseKeys(List.of());
        for (var key : all) {
            right(key, "--key", ReleaseKeys::key);
            trusted = trusted.and(key);
        }
        return trusted;
    }

    /** What the launcher needs, and the licences. */
    private static void copy(Path home, Path folder, ReleaseKeys keys) throws IOException {
        Files.createDirectories(folder.resolve("target/lib"));
        for (var name : List.of("sigillo", "jvm.sh", "jdk.sh", "LICENSE", "target/sigillo.jar")) {
            var target = folder.resolve(name);
            Files.copy(home.resolve(name), target);
            target.toFile().setExecutable(name.equals("sigillo"));
        }
        try (var jars = Files.newDirectoryStream(home.resolve("target/lib"), "*.jar")) {
            for (var jar : jars) Files.copy(jar, folder.resolve("target/lib").resolve(jar.getFileName()));
        }
        Files.write(folder.resolve(ReleaseKeys.NAME), keys.encode(), StandardOpenOption.CREATE_NEW);
    }

    private static <T> T right(String text, String option, Function<String, Optional<T>> reader) {
        return reader.apply(text).orElseThrow(() -> new Failure(option + ": '" + text + "' cannot be used"));
    }

    @Command(name = "feed", description = "Writes the list of releases of a channel into FOLDER; sigillo release sign comes next.")
    int feed(@Parameters(paramLabel = "FOLDER", description = "What is served at the address of the feed, below it the name of the channel.") Path folder,
            @Parameters(paramLabel = "RELEASE", arity = "1..*", description = "Folders with releases.") List<Path> releases,
            @Option(names = "--serial", paramLabel = "N", required = true, description = "Higher than that of every list before it.") long serial,
            @Option(names = "--days", paramLabel = "N", defaultValue = "30", description = "So long it is good; make another one before. Default: ${DEFAULT-VALUE}.") int days) {
        return done(() -> {
            var entries = new ArrayList<Feed.Entry>();
            var channels = new TreeSet<String>();
            for (var release : releases) {
                var one = ManifestParser.parse(Files.readAllBytes(release.resolve(Manifest.NAME)));
                channels.add(one.channel());
                entries.add(new Feed.Entry(one.version(), one.from(), one.isSecurity(), one.about(), one.aboutInItalian()));
            }
            if (channels.size() != 1) throw new IOException("the releases are of several channels: " + String.join(", ", channels));
            var feed = new Feed(channels.first(), serial, LocalDate.now(ZoneOffset.UTC).plusDays(days), entries);
            Files.write(Files.createDirectories(folder).resolve(Feed.NAME), feed.encode());
            Files.deleteIfExists(folder.resolve(Feed.SIGNATURE)); // of the list before it
        });
    }

    @Command(name = "sign", description = "Signs the manifest of a release, or a list of releases. A second signature, by another key, is added to the first.")
    int sign(@Parameters(paramLabel = "FOLDER", description = "With a release that was made, or a list.") Path folder,
            @Option(names = "--key-file", paramLabel = "FILE", required = true, description = "With the private key.") Path key) {
        return done(() -> {
            if (Files.size(key) > KEY_FILE_OCTETS_MAX) throw new IOException(key + " is no file of a key");
            boolean isFeed = Files.exists(folder.resolve(Feed.NAME));
            var line = ReleaseKeys.sign(Files.readAllBytes(folder.resolve(isFeed ? Feed.NAME : Manifest.NAME)), Files.readAllBytes(key));
            Files.writeString(folder.resolve(isFeed ? Feed.SIGNATURE : Manifest.SIGNATURE), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
    }

    @Command(name = "check", description = "Says what a release is, once its signature and all its files were checked.")
    int check(@Parameters(paramLabel = "FOLDER", description = "With the release.") Path folder,
            @Option(names = "--key", paramLabel = "KEY", required = true, description = "Public: whose release it must be.") String key) {
        return done(() -> tell(checked(folder, key).manifest()));
    }

    private static Release checked(Path folder, String key) throws IOException {
        right(key, "--key", ReleaseKeys::key);
        var release = Release.open(folder, new ReleaseKeys(List.of()).and(key));
        release.check();
        return release;
    }

    private void tell(Manifest manifest) {
        out.println(manifest.version() + " (" + manifest.channel() + ", " + manifest.serial() + ", of " + manifest.made() + (manifest.isSecurity() ? ", security" : "") + ")");
        out.println(manifest.about());
    }

    @Command(name = "install", description = {"Installs a first release: into ROOT/versions, with ROOT/current as a link to it.",
        "Where one is installed already, sigillo upgrade is what is wanted, except in a cluster."})
    int install(@Parameters(paramLabel = "FOLDER", description = "With the release.") Path folder,
            @Parameters(paramLabel = "ROOT", description = "Such as /opt/sigillo.") Path root,
            @Option(names = "--key", paramLabel = "KEY", required = true, description = "Public: whose release it must be.") String key) {
        return done(() -> {
            var release = checked(folder, key);
            Installation.createForAll(root);
            var installation = new Installation(root.toRealPath());
            installation.lead(installation.install(release));
            tell(release.manifest());
            out.println("installed: " + root.resolve("current/sigillo") + " serve --config FILE runs it");
        });
    }
}
