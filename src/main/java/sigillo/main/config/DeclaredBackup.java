package sigillo.main.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.backup.BackupSettings;
import sigillo.backup.Retention;
import sigillo.backup.TargetSettings;

/** Where backups go, how often, and which stay. */
final class DeclaredBackup {
    private static final int KEPT_MAX = 1_000;
    private static final String TARGETS = """
        A place for backups: name, and path (a folder on another disk), or sftp ("sftp://USER@HOST/FOLDER", with \
        host_key and
        key_file or password), or s3 ("https://HOST/BUCKET", with access_key, secret_key, region).""";
    private static final Kind<Remote> SFTP = new Kind<>(Remote::parse, Remote::toString,
        "a place such as \"sftp://mail@nas.example/srv/backup\" would be right");
    private static final Kind<Bucket> S3 = new Kind<>(Bucket::parse, Bucket::toString,
        "a place such as \"https://s3.eu-central-1.example/bucket\" would be right");
    private static final Kind<String> HOST_KEY = new Kind<>(
        text -> Optional.of(text).filter(key -> key.matches("SHA256:[A-Za-z0-9+/]{43}")), key -> key,
        "a fingerprint such as \"SHA256:...\", as ssh-keygen -l shows it, would be right");
    /** It is a file's name, and a part of an alarm's. */
    private static final Kind<String> NAME = new Kind<>(text -> Optional.of(text)
        .filter(name -> name.matches("[a-z0-9-]{1,30}")), name -> name,
        "a name of small letters, digits and dashes would be right");

    private DeclaredBackup() {}

    static BackupSettings backup(Reading reading, Section top) {
        var backup = top.section("backup",
            "Backups, sealed to the operator's recovery key (sigillo backup key): docs/backup.md. Each target gets its"
                + " own.");
        var standard = BackupSettings.NONE;
        var time = Kind.DURATION.where(every -> every.toMinutes() >= 5 && every.toDays() <= 31,
            "\"5 minutes\" to \"31 days\" would be right");
        var every = backup.value("every", time, standard.every(), "So often. Each brings over only what is new.");
        var retention = retention(backup, standard.retention());
        boolean prove = backup.flag("prove", standard.prove(), """
            Whether each backup is read back when it is made, into a folder beside the data, and compared. Needs as \
            much space as
            the store, for a while.""");
        var targets = targets(reading, backup);
        backup.end();
        return new BackupSettings(every, retention, prove, targets);
    }

    private static Retention retention(Section backup, Retention standard) {
        int last = backup.number("keep_last", standard.last(), 1, KEPT_MAX, "So many of the last ones stay.");
        int daily = backup.number("keep_daily", standard.daily(), 0, KEPT_MAX, "Of so many days the last one.");
        int weekly = backup.number("keep_weekly", standard.weekly(), 0, KEPT_MAX, "Of so many weeks.");
        int monthly = backup.number("keep_monthly", standard.monthly(), 0, KEPT_MAX, """
            Of so many months. As long as a backup stays, the recovery key opens what was deleted since; so no longer \
            than
            what is expunged can be had back anyway.""");
        return new Retention(last, daily, weekly, monthly);
    }

    private static List<TargetSettings> targets(Reading reading, Section backup) {
        var targets = new ArrayList<TargetSettings>();
        for (var here : backup.sections("target", TARGETS)) {
            target(reading, here).ifPresent(target -> {
                boolean isThere = targets.stream().anyMatch(other -> other.name().equals(target.name()));
                if (isThere) here.wrong("name", "there is a target " + target.name() + " already");
                else targets.add(target);
            });
        }
        return targets;
    }

    private static Optional<TargetSettings> target(Reading reading, Section here) {
        here.begin("");
        var name = here.required("name", NAME, "");
        var path = here.maybe("path", reading.path(), "");
        var sftp = sftp(here, name);
        var s3 = s3(here, name);
        here.end();
        var places = Stream.of("path", "sftp", "s3").filter(here::isSet).toList();
        if (places.isEmpty()) here.wrong("name", "a target needs a path, an sftp or an s3");
        if (places.size() > 1) here.wrong(places.getLast(),
            "there is " + places.getFirst() + " too: a target is one place");
        var folder = name.flatMap(called -> path.map(where -> (TargetSettings) new TargetSettings.Folder(called,
            where)));
        return folder.or(() -> sftp).or(() -> s3);
    }

    private static Optional<TargetSettings> sftp(Section here, Optional<String> name) {
        var place = here.maybe("sftp", SFTP, "");
        var hostKey = here.maybe("host_key", HOST_KEY, "");
        var keyFile = here.file("key_file", "");
        var password = secret(here, "password");
        boolean isIdentified = here.isSet("key_file") || here.isSet("password") || here.isSet("password_file");
        if (place.isPresent() && hostKey.isEmpty()) here.wrong("sftp",
            "the machine has to be known by its host_key: ssh-keyscan HOST | ssh-keygen -lf - shows it");
        if (place.isPresent() && !isIdentified) here.wrong("sftp", "it needs a key_file or a password");
        return name.flatMap(called -> place.flatMap(at -> hostKey.map(key ->
            new TargetSettings.Sftp(called, at.user(), at.host(), at.port(), at.path(), key, keyFile, password))));
    }

    private static Optional<TargetSettings> s3(Section here, Optional<String> name) {
        var place = here.maybe("s3", S3, "");
        var region = here.value("region", Kind.TEXT.where(text -> text.matches("[a-z0-9-]{1,40}"),
            "a region such as \"eu-central-1\" would be right"), "us-east-1", "");
        var accessKey = here.maybe("access_key", Kind.TEXT, "");
        var secretKey = secret(here, "secret_key");
        boolean hasKeys = accessKey.isPresent() && (here.isSet("secret_key") || here.isSet("secret_key_file"));
        if (place.isPresent() && !hasKeys) here.wrong("s3",
            "it needs an access_key, and a secret_key or secret_key_file");
        return name.flatMap(called -> place.flatMap(at -> accessKey.flatMap(id -> secretKey.map(secret ->
            new TargetSettings.S3(called, at.endpoint(), at.bucket(), at.prefix(), region, id, secret)))));
    }

    /** Itself, or the first line of a file; empty when that cannot be read, as by who is not the server's user. */
    private static Optional<String> secret(Section here, String key) {
        var itself = here.secret(key, "").map(Secret::value);
        var file = here.file(key + "_file", "");
        if (itself.isPresent() && file.isPresent()) here.wrong(key + "_file",
            "there is a " + key + " too; one of the two is enough");
        return itself.or(() -> file.flatMap(DeclaredBackup::firstLine));
    }

    private static Optional<String> firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().filter(line -> !line.isEmpty());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    // ---- places ----

    private record Remote(String user, String host, int port, String path) {
        private static final Pattern FORM =
            Pattern.compile("sftp://([^@/:\\s]{1,64})@([A-Za-z0-9._-]{1,120}|\\[[0-9a-fA-F:.]+])(?::([0-9]{1,5}))?"
                + "(/\\S*?)/*");

        static Optional<Remote> parse(String text) {
            return Optional.of(FORM.matcher(text)).filter(Matcher::matches)
                .map(m -> new Remote(m.group(1), m.group(2).replaceAll("[\\[\\]]", ""),
                m.group(3) == null ? 22 : Integer.parseInt(m.group(3)), m.group(4)))
                    .filter(at -> at.port > 0 && at.port < 65_536 && at.path.length() > 1);
        }

        @Override public String toString() { return "sftp://" + user + "@"
            + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path; }
    }

    private record Bucket(String endpoint, String bucket, String prefix) {
        private static final Pattern FORM =
            Pattern.compile("(https?://[A-Za-z0-9.:\\[\\]_-]{1,200})/([A-Za-z0-9][A-Za-z0-9._-]{1,62})"
                + "(?:/([A-Za-z0-9._/-]*?))?/*");

        static Optional<Bucket> parse(String text) {
            return Optional.of(FORM.matcher(text)).filter(Matcher::matches).map(m -> new Bucket(m.group(1), m.group(2),
                m.group(3) == null || m.group(3).isEmpty() ? "" : m.group(3) + "/"));
        }

        @Override public String toString() { return endpoint + "/" + bucket + "/" + prefix; }
    }
}
