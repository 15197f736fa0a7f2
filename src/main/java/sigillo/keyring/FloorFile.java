package sigillo.keyring;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import sigillo.store.StoreException;

/**
 * Floors in a file beside the server's keys. Records of 16 octets, each behind the one before: tag of the account (8),
 * the least (4), CRC-32C (4) of these and, unless it is an epoch, of an octet for what it is; the last one of an
 * account and a kind counts. It grows by one at each change, and is written anew when it is opened with many that count
 * no more; those of kinds that only a later release knows stay in it, for who goes back to that. Nothing in it is
 * secret. Any thread.
 */
public final class FloorFile implements Floors {
    private static final System.Logger LOG = System.getLogger("sigillo.keyring");
    private static final int RECORD_OCTETS = 16;
    private static final int SUM_AT = 12;
    /** So many that count no more are left in the file: 64 KiB. */
    private static final int STALE_MAX = 4_096;

    /** Numbers of kinds are octets. */
    private static final int KINDS = 256;

    /** {@code kind}: the number of an {@link Of}, or of what a later release knows. */
    private record Key(int kind, long account) {
        Key(Of what, long account) { this(what.number(), account); }

        boolean isLater() { return Stream.of(Of.values()).noneMatch(what -> what.number() == kind); }
    }

    /** Empty over a copy: what is set is forgotten with it. */
    private final Optional<Path> file;
    private final Map<Key, Integer> floors = new ConcurrentHashMap<>();

    private FloorFile(Optional<Path> file) { this.file = file; }

    /** Makes the file when it is not there: from then on it counts. */
    public static FloorFile open(Path path) throws IOException {
        var file = new FloorFile(Optional.of(path));
        if (Files.exists(path)) file.read(path);
        else file.rewrite(path);
        return file;
    }

    /** What a copy of such a file says. */
    public static Floors of(byte[] copy) {
        var file = new FloorFile(Optional.empty());
        file.read(copy);
        return file;
    }

    private void read(Path path) throws IOException {
        int records = read(Files.readAllBytes(path));
        if (records <= floors.size() + STALE_MAX) return;
        try {
            rewrite(path);
        } catch (IOException fullPerhaps) { // what is there counts as it is
            LOG.log(Level.WARNING, path + " stays longer than it needs to be: " + fullPerhaps);
        }
    }

    /** How many records there are. */
    private int read(byte[] octets) {
        int records = octets.length / RECORD_OCTETS;
        for (int i = 0; i < records; i++) read(ByteBuffer.wrap(octets, i * RECORD_OCTETS, RECORD_OCTETS).slice());
        return records;
    }

    /** One that is not whole was being written when the machine stopped. */
    private void read(ByteBuffer record) {
        var octets = new byte[SUM_AT];
        record.get(0, octets);
        for (int kind = 1; kind < KINDS; kind++) { // ours come first
            if (sum(octets, kind) != record.getInt(SUM_AT)) continue;
            note(new Key(kind, record.getLong(0)), record.getInt(8));
            return;
        }
    }

    private void note(Key key, int least) {
        if (least == 0 && !key.isLater()) floors.remove(key);
        else floors.put(key, least);
    }

    @Override public int of(Of what, long account) { return floors.getOrDefault(new Key(what, account), 0); }

    @Override public boolean isSome(Of what, int least) {
        return floors.entrySet().stream().anyMatch(
            one -> one.getKey().kind == what.number() && one.getKey().account != 0 && one.getValue() == least);
    }

    @Override public synchronized void set(Of what, long account, int least) {
        int now = of(what, account);
        if (least <= now) return;
        var key = new Key(what, account);
        file.ifPresent(path -> append(path, record(key, least)));
        note(key, least);
    }

    private static void append(Path path, ByteBuffer record) {
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.position(channel.size() / RECORD_OCTETS * RECORD_OCTETS); // over one that a full disk has cut off
            write(channel, record);
        } catch (IOException cannot) {
            throw new StoreException("what an account's keys are at least cannot be kept in " + path, cannot);
        }
    }

    private void rewrite(Path path) throws IOException {
        var all = ByteBuffer.allocate(floors.size() * RECORD_OCTETS);
        floors.forEach((key, least) -> all.put(record(key, least)));
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

    private static ByteBuffer record(Key key, int least) {
        var octets = ByteBuffer.allocate(SUM_AT).putLong(key.account).putInt(least).array();
        return ByteBuffer.allocate(RECORD_OCTETS).put(octets).putInt(sum(octets, key.kind)).flip();
    }

    /** Those of epochs are as they were before there were others. */
    private static int sum(byte[] octets, int kind) {
        var crc = new CRC32C();
        crc.update(octets);
        if (kind != Of.EPOCH.number()) crc.update(kind);
        return (int) crc.getValue();
    }
}
