package sigillo.main.upkeep;

import java.nio.file.Path;
import java.time.Duration;
import sigillo.backup.Backups;
import sigillo.base.Bytes;
import sigillo.scrub.Repair;
import sigillo.store.PartitionName;

/**
 * Repairs by what backups have of the store's files. Whatever is found first has all of them compared, so what else there is
 * to put back comes with it, and what is found soon after has no other copy. One thread.
 */
public final class BackupRepair implements Repair {
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Backups backups;
    private final Path store;
    private long next = System.nanoTime();

    /** {@code store}: its folder. */
    public BackupRepair(Backups backups, Path store) {
        this.backups = backups;
        this.store = store;
    }

    @Override public boolean rows(PartitionName partition, Bytes from, Bytes to) { return mend(); }

    @Override public boolean blob(Bytes id) { return mend(); }

    private boolean mend() {
        if (System.nanoTime() - next < 0) return false;
        long octets = backups.mend(store);
        next = System.nanoTime() + PAUSE.toNanos();
        return octets > 0;
    }
}
