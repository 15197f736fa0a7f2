package sigillo.scrub;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import sigillo.base.Alarms;

/**
 * Looks at the disk under a folder, as far as any user may: how much is free, before the store has to refuse mail;
 * whether its file system has noted errors (ext4), was made read-only by one, or is on an array that has lost a disk
 * (md). One thread, once in a while.
 *
 * <p>BUGS: SMART needs rights that the server does not have; other file systems do not tell their errors in this way.
 */
public final class DiskWatch {
    private static final System.Logger LOG = System.getLogger(DiskWatch.class.getName());
    private static final Path SYS = Path.of("/sys");
    private static final String SPACE = "disk space";
    private static final String FILE_SYSTEM = "file system";
    private static final String ARRAY = "disk array";
    /** A tenth is little on a small disk; on a large one this is enough for days. */
    private static final long FREE_ENOUGH_OCTETS = 5L << 30;
    private static final int FREE_PART = 10;

    private final Path folder;
    private final Path sys;
    private final Alarms alarms;

    public DiskWatch(Path folder, Alarms alarms) { this(folder, SYS, alarms); }

    /** {@code sys}: what the kernel tells, as files. */
    DiskWatch(Path folder, Path sys, Alarms alarms) {
        this.folder = folder;
        this.sys = sys;
        this.alarms = alarms;
    }

    /** What the system does not tell is no trouble. */
    public void look() {
        try {
            var disk = Files.getFileStore(folder);
            space(disk.getUsableSpace(), disk.getTotalSpace());
            errors(disk);
        } catch (IOException untold) {
            LOG.log(System.Logger.Level.DEBUG, "the disk cannot be looked at", untold);
        }
    }

    void space(long free, long total) {
        boolean isLow = free < Math.min(FREE_ENOUGH_OCTETS, total / FREE_PART);
        set(SPACE, isLow, "Only " + (free >> 20) + " MiB are free where mail is kept (" + folder
            + "): make room before mail is refused");
    }

    private void errors(FileStore disk) {
        var device = disk.name().replaceFirst("^/dev/", "");
        device(device.matches("[A-Za-z0-9-]+") ? device : "none", disk.isReadOnly());
    }

    void device(String device, boolean isReadOnly) {
        long errors = number(sys.resolve("fs/ext4").resolve(device).resolve("errors_count"));
        var where = "The file system where mail is kept (" + device + ") ";
        set(FILE_SYSTEM, errors > 0 || isReadOnly, where + (isReadOnly
            ? "is read-only now: look at the disk and the kernel's log"
            : "has noted " + errors + " errors: look at the disk, then fsck"));
        long lost = number(sys.resolve("block").resolve(device).resolve("md/degraded"));
        set(ARRAY, lost > 0, "The array where mail is kept (" + device + ") has lost " + lost + " of its disks: replace it");
    }

    private void set(String alarm, boolean stands, String sentence) {
        if (stands) alarms.raise(alarm, sentence);
        else alarms.clear(alarm);
    }

    /** 0 where it is not told. */
    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException untold) {
            return 0;
        }
    }
}
