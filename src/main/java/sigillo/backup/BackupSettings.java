package sigillo.backup;

import java.time.Duration;
import java.util.List;

/**
 * {@code every}: so often for each target. {@code prove}: whether each backup is restored and compared when it is made.
 */
public record BackupSettings(Duration every, Retention retention, boolean prove, List<TargetSettings> targets) {
    public static final BackupSettings NONE = new BackupSettings(Duration.ofDays(1), new Retention(3, 7, 4, 0), true,
        List.of());

    public BackupSettings {
        targets = List.copyOf(targets);
    }
}
