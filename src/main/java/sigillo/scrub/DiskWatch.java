package sigillo.scrub;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import sigillo.base.Alarms;

/**
 * Looks at the disk under a folder, as far as any user may: how much is free, before the store has to refuse mail;
 * whether its file system has noted errors (ext4), was made read-only by one, or is on an array that has lost a disk
 * (md); how warm the disks under it are; once in an hour what they say of themselves (SMART). One thread, once in a
 * while.
 *
 * <p>BUGS: other file systems do not tell their errors in this way.
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
    /** Twice what the store keeps free, below which it takes nothing more: 64 MiB, or an eighth of a small disk. */
    private static final long BEFORE_REFUSAL_OCTETS = 128L << 20;
    private static final int SMALL_PART = 4;
    private static final Duration ASKED_EVERY = Duration.ofHours(1);

    private static final String TEMPERATURE = "temperature of ";
    private static final String HEALTH = "health of ";
    private static final List<String> HEALTH_ALARMS = List.of(TEMPERATURE, HEALTH);

    private final Path folder;
    private final Path sys;
    private final Smart smart;
    private final Executor asker;
    private final AtomicBoolean asking = new AtomicBoolean();
    /** Those under the folder now: what one that is gone has said late is not told. */
    private Set<String> disksNow = Set.of();
    private final Alarms alarms;
    private long asked = System.nanoTime() - ASKED_EVERY.toNanos();

    public DiskWatch(Path folder, Alarms alarms) {
        this(folder, SYS, new Smart(), task -> Thread.ofPlatform().daemon().name("disk health").start(task), alarms);
    }

    /** {@code sys}: what the kernel tells, as files. {@code asker}: asks the disks. */
    DiskWatch(Path folder, Path sys, Smart smart, Executor asker, Alarms alarms) {
        this.folder = folder;
        this.sys = sys;
        this.smart = smart;
        this.asker = asker;
        this.alarms = alarms;
    }

    /** What the system does not tell is no trouble. One at a time. */
    public synchronized void look() {
        try {
            var disk = Files.getFileStore(folder);
            space(disk.getUsableSpace(), disk.getTotalSpace());
            errors(disk);
        } catch (IOException untold) {
            LOG.log(System.Logger.Level.DEBUG, "the disk cannot be looked at", untold);
        }
    }

    void space(long free, long total) {
        boolean isLow = free < Math.max(Math.min(FREE_ENOUGH_OCTETS, total / FREE_PART), Math.min(BEFORE_REFUSAL_OCTETS, total / SMALL_PART));
        set(SPACE, isLow, "Only " + (free >> 20) + " MiB are free where mail is kept (" + folder
            + "): make room before mail is refused", "Solo " + (free >> 20) + " MiB sono liberi dove si tiene la posta (" + folder
            + "): fare spazio prima che la posta venga rifiutata");
    }

    private void errors(FileStore disk) throws IOException {
        var path = Path.of(disk.name());
        // a volume is called by a link
        var device = (path.startsWith("/dev") && Files.exists(path) ? path.toRealPath() : path).getFileName().toString();
        device(device.matches("[A-Za-z0-9-]+") ? device : "none", disk.isReadOnly() || !Files.isWritable(folder)); // what is mounted once more is not told
    }

    void device(String device, boolean isReadOnly) {
        long errors = number(sys.resolve("fs/ext4").resolve(device).resolve("errors_count"));
        set(FILE_SYSTEM, errors > 0 || isReadOnly, "The file system where mail is kept (" + device + ") " + (isReadOnly
            ? "is read-only now: look at the disk and the kernel's log"
            : "has noted " + errors + " errors: look at the disk, then fsck"),
            "Il file system dove si tiene la posta (" + device + ") " + (isReadOnly
            ? "è ora di sola lettura: controllare il disco e il registro del kernel"
            : "ha segnato " + errors + " errori: controllare il disco, poi fsck"));
        long lost = number(sys.resolve("block").resolve(device).resolve("md/degraded"));
        set(ARRAY, lost > 0, "The array where mail is kept (" + device + ") has lost " + lost + " of its disks: replace it",
            "Alla matrice dove si tiene la posta (" + device + ") mancano " + lost + " dei suoi dischi: sostituirlo");
        var disks = Disks.under(sys, device);
        synchronized (asking) {
            for (var gone : disksNow)
                if (!disks.contains(gone)) HEALTH_ALARMS.forEach(alarm -> alarms.clear(alarm + gone));
            disksNow = disks;
        }
        disks.forEach(this::temperature);
        if (System.nanoTime() - asked < ASKED_EVERY.toNanos()) return;
        asked = System.nanoTime();
        if (asking.compareAndSet(false, true)) asker.execute(() -> health(disks));
    }

    private void temperature(String disk) {
        var temperature = Temperature.of(sys, disk);
        var alarm = TEMPERATURE + disk;
        if (temperature == null || temperature.isFine()) alarms.clear(alarm);
        else if (temperature.isTooHigh()) alarms.raise(alarm, "The disk " + disk + " is at " + temperature.degrees() + " degrees: it needs air",
            "Il disco " + disk + " è a " + temperature.degrees() + " gradi: ha bisogno d'aria");
    }

    /** Apart: a disk that fails may answer nobody any more, not even to a signal. It is not asked again then. */
    private void health(Collection<String> disks) {
        try {
            disks.forEach(this::health);
        } finally {
            asking.set(false);
        }
    }

    private void health(String disk) {
        var answer = smart.ask(disk);
        synchronized (asking) {
            if (!disksNow.contains(disk)) return;
            answer.ifPresent(said -> set(HEALTH + disk, !said.wrong().isEmpty(),
                "The disk " + disk + " says of itself: " + said.wrong() + ". Replace it, and see that there is a backup",
                "Il disco " + disk + " dice di sé: " + said.wrong() + ". Sostituirlo, e badare che ci sia un backup"));
        }
    }

    private void set(String alarm, boolean stands, String sentence, String italian) {
        if (stands) alarms.raise(alarm, sentence, italian);
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
