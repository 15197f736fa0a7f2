package sigillo.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes messages as they come in. What lies on the disk is encrypted under a key that exists only in memory, one for
 * each message: a crash leaves noise, which the next start deletes. Any thread.
 */
public final class Spool {
    private static final String SUFFIX = ".spool";

    private final SpoolSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong memoryUsed = new AtomicLong();
    private final AtomicLong diskUsed = new AtomicLong();

    private Spool(SpoolSettings settings) { this.settings = settings; }

    /** Makes the folder (for this user alone) and deletes what a crash left in it. Only one spool may use a folder. */
    public static Spool open(SpoolSettings settings) throws IOException {
        var folder = settings.folder();
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (!Files.isDirectory(folder)) Files.createDirectories(folder, mine);
        try (var leftovers = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var leftover : leftovers) Files.delete(leftover);
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return new Spool(settings);
    }

    /** For one message; it must be finished or closed. */
    public SpoolWriter writer() { return new SpoolWriter(this, settings.memoryByMessage()); }

    /** The same for what stays long, or comes slowly: in a file however short it is. */
    public SpoolWriter fileWriter() { return new SpoolWriter(this, 0); }

    /** In octets, of all messages now in memory or on the disk. */
    public long memoryUsed() { return memoryUsed.get(); }

    public long diskUsed() { return diskUsed.get(); }

    boolean takeMemory(int octets) { return take(memoryUsed, octets, settings.memoryAltogether()); }

    void giveMemory(int octets) { memoryUsed.addAndGet(-octets); }

    boolean takeDisk(int octets) { return take(diskUsed, octets, settings.diskAltogether()); }

    void giveDisk(long octets) { diskUsed.addAndGet(-octets); }

    SpoolFile file() throws IOException {
        var name = new byte[16];
        random.nextBytes(name);
        Path path = settings.folder().resolve(HexFormat.of().formatHex(name) + SUFFIX);
        var key = new byte[32];
        random.nextBytes(key);
        return new SpoolFile(this, path, key);
    }

    private static boolean take(AtomicLong used, int octets, long most) {
        if (used.addAndGet(octets) <= most) return true;
        used.addAndGet(-octets);
        return false;
    }
}
