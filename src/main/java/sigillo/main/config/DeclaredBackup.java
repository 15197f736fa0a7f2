package sigillo.main.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.backup.BackupSettings;
import sigillo.backup.Retention;
import sigillo.backup.TargetSettings;

/** Where backups go, how often, and which stay. */
final class DeclaredBackup {
    private static final int KEPT_MAX = 1_000;
    private static final String TARGETS = """
        A place for backups: name, path (a folder on another disk, which must be there).""";
    /** It is a file's name, and a part of an alarm's. */
    private static final Kind<String> NAME = new Kind<>(text -> Optional.of(text)
        .filter(name -> name.matches("[a-z0-9-]{1,30}")), name -> name,
        "a name of small letters, digits and dashes would be right");

    private DeclaredBackup() {}

    static BackupSettings backup(Reading reading, Section top) {
        var backup = top.section("backup",
            "Backups, sealed to the operator's recovery key (sigillo backup key): docs/backup.md. Each target gets its own.");
        var standard = BackupSettings.NONE;
        var time = Kind.DURATION.where(every -> every.toMinutes() >= 5 && every.toDays() <= 31,
            "\"5 minutes\" to \"31 days\" would be right");
        var every = backup.value("every", time, standard.every(), "So often. Each brings over only what is new.");
        var retention = retention(backup, standard.retention());
        boolean prove = backup.flag("prove", standard.prove(), """
            Whether each backup is read back when it is made, into a folder beside the data, and compared. Needs as much space as
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
            Of so many months. As long as a backup stays, the recovery key opens what was deleted since; so no longer than
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
        var path = here.required("path", reading.path(), "");
        here.end();
        return name.flatMap(called -> path.map(folder -> new TargetSettings.Folder(called, folder)));
    }
}
