package sigillo.main.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import sigillo.admin.Results;
import sigillo.main.config.Config;
import sigillo.upgrade.Feed;
import sigillo.upgrade.Progress;
import sigillo.upgrade.Step;
import sigillo.upgrade.Upgrade;

/** What the operator's page says of versions. */
public final class ReleaseReport {
    private ReleaseReport() {}

    /** {@code launcher}: of the version that runs. */
    public static Results.Releases of(Config config, ReleaseWatch watch, Path launcher) {
        var installed = watch.installed();
        var found = watch.found();
        var next = installed.flatMap(one -> found.feed().flatMap(feed -> feed.next(one, config.upgrades().look())));
        boolean isUrgent = installed.flatMap(one -> found.feed().map(feed -> feed.isUrgent(one))).orElse(false);
        var trouble = Optional.of(found.trouble()).filter(why -> !why.isEmpty());
        return new Results.Releases(installed.map(Object::toString), config.upgrades().asked().map(Object::toString),
            trouble, trouble.map(_ -> found.since()), next.map(ReleaseReport::line), isUrgent, last(config.data()),
            launcher + " upgrade --config " + config.file().toAbsolutePath());
    }

    private static Results.NextRelease line(Feed.Entry entry) {
        return new Results.NextRelease(entry.version().toString(), entry.isSecurity(), entry.about(),
            entry.aboutInItalian());
    }

    private static Optional<Results.LastUpgrade> last(Path data) {
        try {
            return Upgrade.progress(data).map(ReleaseReport::line);
        } catch (IOException unreadable) {
            return Optional.of(new Results.LastUpgrade("failed", "", "", Optional.<Instant>empty(), "",
                unreadable.getMessage()));
        }
    }

    static Results.LastUpgrade line(Progress progress) {
        var state = progress.step() == Step.DONE ? "done" : progress.step() == Step.FAILED ? "failed" : "running";
        return new Results.LastUpgrade(state, progress.from().toString(), progress.to().toString(),
            Optional.of(progress.at()), progress.why(), "");
    }
}
