package sigillo.main.upgrade;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import sigillo.https.HttpsClient;
import sigillo.upgrade.Feed;
import sigillo.upgrade.Installation;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;
import sigillo.upgrade.Upgrade;
import sigillo.upgrade.UpgradeSettings;
import sigillo.upgrade.Version;

/**
 * Looks which releases there are, where it is configured. Whoever is asked hears that somebody asks, and nothing of who, or of what is
 * installed: the same list is for all.
 */
public final class ReleaseWatch {
    public static final Duration EVERY = Duration.ofDays(1);
    /** Lists of releases have a serial number of their own, beside that of releases. */
    private static final String SEEN = "feed-";

    private final UpgradeSettings settings;
    private final Optional<HttpsClient> https;
    private final Upgrade upgrade;
    private final Path home;
    private final InstantSource clock;
    private volatile Found found = new Found(Optional.empty(), "", Instant.EPOCH);
    private volatile Instant lastGood;

    public ReleaseWatch(UpgradeSettings settings, Optional<HttpsClient> https, Upgrade upgrade, Path home, InstantSource clock) {
        this.settings = settings;
        this.https = https;
        this.upgrade = upgrade;
        this.home = home;
        this.clock = clock;
        this.lastGood = clock.instant();
    }

    /** {@code feed}: the last good list. {@code trouble}: why the last look found none, as a sentence, else empty. {@code since}: of the trouble. */
    public record Found(Optional<Feed> feed, String trouble, Instant since) {}

    Found found() { return found; }

    /** The version that is installed; empty where the program was built here. */
    Optional<Version> installed() { return installed(home); }

    static Optional<Version> installed(Path home) {
        try {
            var real = Installation.of(home).currentHome();
            return Optional.of(Release.open(real, ReleaseKeys.of(real)).manifest().version());
        } catch (IOException built) {
            return Optional.empty();
        }
    }

    /** Blocks as the other side does. */
    public void look() {
        if (settings.asked().isEmpty() || https.isEmpty()) return;
        try {
            var feed = fetched(settings.asked().get(), https.get());
            lastGood = clock.instant();
            found = new Found(Optional.of(feed), "", Instant.EPOCH);
        } catch (IOException e) {
            found = new Found(found.feed(), e.getMessage(), lastGood);
        }
    }

    private Feed fetched(URI address, HttpsClient https) throws IOException { return fetched(new ReleaseFetch(https, address)); }

    /** The list now. Throws {@link IOException} with a sentence: it cannot be had, or is not to be believed. */
    Feed fetched(ReleaseFetch fetch) throws IOException {
        var home = Installation.of(this.home).currentHome();
        var keys = ReleaseKeys.of(home);
        var channel = Release.open(home, keys).manifest().channel();
        var feed = Feed.open(fetch.small(channel + "/" + Feed.NAME, Feed.OCTETS_MAX), fetch.small(channel + "/" + Feed.SIGNATURE, Feed.SIGNATURE_OCTETS_MAX), keys);
        require(feed, channel);
        return feed;
    }

    /** What is signed may be old, or of another channel. */
    private void require(Feed feed, String channel) throws IOException {
        if (!feed.channel().equals(channel)) throw new IOException("the list of releases is of the channel " + feed.channel() + ", and " + channel + " is installed");
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (feed.goodUntil().isBefore(today)) throw new IOException("the list of releases was good until " + feed.goodUntil() + ": somebody may be holding back a newer one, or it is kept no more");
        long seen = upgrade.seen(SEEN + channel);
        if (feed.serial() < seen) throw new IOException("the list of releases has the serial number " + feed.serial() + ", and " + seen + " was seen here: somebody may be showing an old one");
        if (!Files.isDirectory(upgrade.folder())) upgrade.create();
        upgrade.see(SEEN + channel, feed.serial());
    }
}
