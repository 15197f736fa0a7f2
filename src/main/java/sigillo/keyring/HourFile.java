package sigillo.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * A file of keys, one an hour, that can really be destroyed: a store keeps what was deleted in its files for a while,
 * this one is written over in place and synced. Records of 64 octets, which no disk writes in parts: hour (8), key (32),
 * a checksum (4), zeros; a record of zeros is free. The first record has no key: its hour is when the file was made.
 * What is on a copy of the disk is out of its reach. One thread.
 */
final class HourFile implements AutoCloseable {
    private static final int RECORD_OCTETS = 64;
    private static final int SUM_AT = 8 + Secret.OCTETS;
    /** Hours at once: two months, more than any message waits unless it is held. */
    static final int RECORDS_MAX = 1_500;

    private final Path path;
    private final FileChannel channel;
    private final Map<Long, Integer> places = new HashMap<>();
    private final Map<Long, Secret> keys = new HashMap<>();
    private final long since;

    HourFile(Path path, long now) throws IOException {
        this.path = path;
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        this.channel = FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), mine);
        if (channel.size() == 0) write(0, record(now, new byte[Secret.OCTETS]));
        syncFolder();
        this.since = read();
    }

    private void syncFolder() throws IOException {
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /**
     * A record with a wrong checksum is none: it was being written when the machine stopped, and nothing was sealed with
     * it yet. The hour of the first one.
     */
    private long read() throws IOException {
        int end = (int) Math.min(channel.size() / RECORD_OCTETS, RECORDS_MAX);
        long first = 0;
        for (int place = 0; place < end; place++) {
            var octets = ByteBuffer.allocate(RECORD_OCTETS);
            channel.read(octets, (long) place * RECORD_OCTETS);
            long hour = octets.getLong(0);
            boolean isOne = sum(octets.array()) == octets.getInt(SUM_AT);
            if (place == 0) {
                if (!isOne) throw new IOException(path + " is damaged: bring it back from a backup, or make it empty to give up the messages that wait");
                first = hour;
            } else if (isOne) {
                places.put(hour, place);
                keys.put(hour, Secret.take(Arrays.copyOfRange(octets.array(), 8, SUM_AT)));
            }
        }
        return first;
    }

    /** The hour in which the file was made: what is older was never sealed. */
    long since() { return since; }

    /** Null when there is none, or it was destroyed. */
    Secret key(long hour) { return keys.get(hour); }

    Set<Long> hours() { return Set.copyOf(keys.keySet()); }

    /** A fresh key, on the disk when this returns. Throws {@link IOException} when it cannot be kept; then there is none. */
    Secret make(long hour, Randomness randomness) throws IOException {
        int place = free();
        if (place >= RECORDS_MAX) throw new IOException(path + " is full: messages of " + RECORDS_MAX + " different hours wait");
        var key = Secret.random(randomness);
        write(place, record(hour, key.toArray()));
        places.put(hour, place);
        keys.put(hour, key);
        return key;
    }

    private int free() {
        var taken = Set.copyOf(places.values());
        int place = 1;
        while (taken.contains(place)) place++;
        return place;
    }

    /** From when this returns on, nobody opens what was sealed in that hour. */
    void destroy(long hour) throws IOException {
        var place = places.get(hour);
        if (place == null) return;
        write(place, new byte[RECORD_OCTETS]);
        places.remove(hour);
        keys.remove(hour).close();
    }

    private static byte[] record(long hour, byte[] key) {
        var octets = ByteBuffer.allocate(RECORD_OCTETS).putLong(hour).put(key);
        return octets.putInt(SUM_AT, sum(octets.array())).array();
    }

    private void write(int place, byte[] octets) throws IOException {
        var buffer = ByteBuffer.wrap(octets);
        long at = (long) place * RECORD_OCTETS;
        while (buffer.hasRemaining()) at += channel.write(buffer, at);
        channel.force(false);
    }

    private static int sum(byte[] octets) {
        var crc = new CRC32C();
        crc.update(octets, 0, SUM_AT);
        return (int) crc.getValue();
    }

    @Override public void close() throws IOException { channel.close(); }
}
