package sigillo.main.upgrade;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;
import sigillo.https.HttpsClient;
import sigillo.upgrade.Manifest;
import sigillo.upgrade.ManifestParser;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;
import sigillo.upgrade.Version;

/**
 * Fetches a release from where the list of releases is: {@code ADDRESS/CHANNEL/VERSION/}. First the manifest, whose signature is checked;
 * then the files that it names, none longer than it says. What is fetched is checked again where it is installed.
 */
final class ReleaseFetch {
    private static final Duration SMALL = Duration.ofSeconds(30);
    private static final int SIGNATURES_MAX = 1024;
    /** Slower lines are no lines for this: octets in a second. */
    private static final int OCTETS_PER_SECOND_MIN = 16 * 1024;

    private final HttpsClient https;
    private final String host;
    private final String path;

    /** {@code address}: of the list of releases, without the channel. */
    ReleaseFetch(HttpsClient https, URI address) {
        this.https = https;
        this.host = address.getHost();
        this.path = address.getRawPath().replaceAll("/+$", "");
    }

    byte[] small(String name, int octetsMax) throws IOException {
        return switch (https.get(host, path + "/" + name, octetsMax, SMALL)) {
            case HttpsClient.Fetched.Response(int status, _, var body) when status == 200 -> body;
            case HttpsClient.Fetched.Response(int status, _, _) -> throw new IOException("the list of releases cannot be had: " + host + " answers " + status);
            case HttpsClient.Fetched.Failed(var why, _) -> throw new IOException("the list of releases cannot be had: " + why);
        };
    }

    /** The manifest of a version, signed. {@code folder}: where its files will be. Throws {@link IOException} with a sentence. */
    Release manifest(String channel, Version version, Path folder, ReleaseKeys keys) throws IOException {
        var below = channel + "/" + version + "/";
        var release = Release.of(folder, small(below + Manifest.NAME, ManifestParser.OCTETS_MAX), small(below + Manifest.SIGNATURE, SIGNATURES_MAX), keys);
        boolean isIt = release.manifest().version().equals(version) && release.manifest().channel().equals(channel);
        if (!isIt) throw new IOException("what is shown as " + channel + " " + version + " is " + release.manifest().channel() + " " + release.manifest().version());
        return release;
    }

    /** Into the folder of the release, which is not there yet. {@code told}: what is fetched, from time to time. Throws {@link IOException} with a sentence. */
    void files(Release release, Consumer<String> told) throws IOException {
        var manifest = release.manifest();
        var below = path + "/" + manifest.channel() + "/" + manifest.version() + "/";
        Files.createDirectories(release.folder());
        for (var file : manifest.files()) {
            var target = release.folder().resolve(file.path());
            Files.createDirectories(target.getParent());
            if (file.octets() > 4 << 20) told.accept("fetching " + file.path());
            fetch(below + file.path(), file.octets(), target);
        }
        Files.write(release.folder().resolve(Manifest.NAME), release.manifestOctets());
        Files.write(release.folder().resolve(Manifest.SIGNATURE), release.signatures());
    }

    private void fetch(String from, long octets, Path target) throws IOException {
        var within = SMALL.plusSeconds(octets / OCTETS_PER_SECOND_MIN);
        var opened = new OutputStream[1];
        HttpsClient.Sink sink = () -> opened[0] = Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            switch (https.stream(host, from, "application/octet-stream", sink, Math.toIntExact(Math.max(1, octets)), within)) {
                case HttpsClient.Streamed.Answered(int status, _) when status == 200 -> { }
                case HttpsClient.Streamed.Answered(int status, _) -> throw new IOException("the release cannot be had: " + host + " answers " + status + " to " + from);
                case HttpsClient.Streamed.Failed(var why) -> throw new IOException("the release cannot be had: " + why);
            }
        } finally {
            if (opened[0] != null) opened[0].close();
        }
    }
}
