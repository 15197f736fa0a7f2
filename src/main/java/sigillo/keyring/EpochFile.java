package sigillo.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import sigillo.store.StoreException;

/**
 * The floors of epochs in a file beside the server's keys. Records of 16 octets, each behind the one before: tag of the
 * account (8), epoch (4), CRC-32C of these (4); the last one of an account counts. It grows by one a renewal, and is
 * written anew when it is opened with many that count no more. Nothing in it is secret. Any thread.
 */
public final class EpochFile implements EpochFloor {
    private static final int RECORD_OCTETS = 16;
    private static final int SUM_AT = 12;
    /** So many that count no more are left in the file: 64 KiB. */
    private static final int STALE_MAX = 4_096;

    private final Path path;
    private final Map<Long, Integer> floors = new ConcurrentHashMap<>();

    private EpochFile(Path path) { this.path = path; }

    /** Makes the file when it is not there: from then on it counts. */
    public static EpochFile open(Path path) throws IOException {
        var file = new EpochFile(path);
        if (Files.exists(path)) file.read();
        else file.rewrite();
        return file;
    }

    /** A record that is not whole was being written when the machine stopped. */
    private void read() throws IOException {
        var octets = Files.readAllBytes(path);
        int records = octets.length / RECORD_OCTETS;
        for (int i = 0; i < records; i++) {
            var record = ByteBuffer.wrap(octets, i * RECORD_OCTETS, RECORD_OCTETS).slice();
            boolean isWhole = sum(octets, i * RECORD_OCTETS) == record.getInt(SUM_AT);
            if (isWhole) note(record.getLong(0), record.getInt(8));
        }
        boolean isCutOff = octets.length % RECORD_OCTETS != 0;
        if (isCutOff || records > floors.size() + STALE_MAX) rewrite();
    }

    private void note(long account, int epoch) {
        if (epoch == 0) floors.remove(account);
        else floors.put(account, epoch);
    }

    @Override public int of(long account) { return floors.getOrDefault(account, 0); }

    @Override public synchronized void set(long account, int epoch) {
        if (of(account) == epoch || epoch != 0 && epoch < of(account)) return;
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.position(channel.size() / RECORD_OCTETS * RECORD_OCTETS); // over one that a full disk has cut off
            write(channel, record(account, epoch));
        } catch (IOException cannot) {
            throw new StoreException("the epoch of an account cannot be kept in " + path, cannot);
        }
        note(account, epoch);
    }

    private void rewrite() throws IOException {
        var all = ByteBuffer.allocate(floors.size() * RECORD_OCTETS);
        floors.forEach((account, epoch) -> all.put(record(account, epoch)));
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(fresh, options, mine)) {
            write(channel, all.flip());
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) channel.write(octets);
        channel.force(false);
    }

    private static ByteBuffer record(long account, int epoch) {
        var record = ByteBuffer.allocate(RECORD_OCTETS).putLong(account).putInt(epoch);
        return record.putInt(sum(record.array(), 0)).flip();
    }

    private static int sum(byte[] octets, int from) {
        var crc = new CRC32C();
        crc.update(octets, from, SUM_AT);
        return (int) crc.getValue();
    }
}
