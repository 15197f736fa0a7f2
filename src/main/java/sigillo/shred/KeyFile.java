package sigillo.shred;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * The file of keys: records of 64 octets, which no disk writes in parts. Kind (1): 1 for the first record, else the
 * number of a use; zeros (7), number (8), key (32), CRC-32C of these (4), zeros (12). Zeros are a free place. The file
 * begins with 64 places, so that a full disk does not matter soon. Each change is on the disk when its method returns.
 * One thread.
 */
final class KeyFile implements AutoCloseable {
    private static final int RECORD_OCTETS = 64;
    private static final int KEY_AT = 16;
    private static final int SUM_AT = KEY_AT + Secret.OCTETS;
    private static final int PLACES_AT_FIRST = 64;
    /** Each hour and each restart may take a place until the next tidying: more is a sign that nothing is tidied. */
    static final int PLACES_MAX = 4_096;
    private static final int FIRST_KIND = 1;
    /** The seeds of key pairs to which other servers seal what this one is to have: {@link Agreement}. */
    private static final int PAIR_KIND = 5;
    /** "shredkey": so that no other file is taken for one. */
    private static final long FIRST_NUMBER = 0x7368_7265_646b_6579L;

    private final Path path;
    /** No channel: a thread that is interrupted while it writes would close that for all. */
    private final Optional<RandomAccessFile> octets;
    private final boolean isPassing;
    private final Map<Integer, Entry> places = new TreeMap<>();

    /** A key and whose it is. */
    record Entry(int kind, long number, Secret key) {}

    /** Makes the file when it is not there, or empty. Throws {@link IOException} with a sentence for the operator. */
    KeyFile(Path path, Randomness randomness) throws IOException { this(path, Optional.empty(), randomness); }

    /** {@code lasting}: the key that lasts, of one that is made. */
    KeyFile(Path path, Optional<Secret> lasting, Randomness randomness) throws IOException {
        this.path = path;
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel.open(path, options, mine).close();
        var file = new RandomAccessFile(path.toFile(), "rw");
        this.octets = Optional.of(file);
        this.isPassing = false;
        try {
            if (file.length() == 0) begin(lasting, randomness);
            read((at, into) -> {
                file.seek(at);
                into.position(Math.max(0, file.read(into.array())));
            }, file.length());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A copy, of which keys are only read: a change throws {@link IOException}. */
    KeyFile(byte[] copy) throws IOException {
        this.path = Path.of("(a copy)");
        this.octets = Optional.empty();
        this.isPassing = false;
        read((at, into) -> into.put(copy, at, Math.min(into.remaining(), copy.length - at)), copy.length);
    }

    /** None: keys that are to be in memory alone, and gone with this object. */
    KeyFile(Randomness randomness) {
        this.path = Path.of("(no file)");
        this.octets = Optional.empty();
        this.isPassing = true;
        places.put(0, new Entry(FIRST_KIND, FIRST_NUMBER, Secret.random(randomness)));
    }

    private void begin(Optional<Secret> lasting, Randomness randomness) throws IOException {
        try (var key = lasting.map(Secret::copy).orElseGet(() -> Secret.random(randomness))) {
            var first = record(new Entry(FIRST_KIND, FIRST_NUMBER, key));
            write(0, Arrays.copyOf(first, PLACES_AT_FIRST * RECORD_OCTETS));
            Arrays.fill(first, (byte) 0);
        }
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private interface Octets {
        void read(int at, ByteBuffer into) throws IOException;
    }

    private void read(Octets file, long size) throws IOException {
        int end = (int) Math.min((size + RECORD_OCTETS - 1) / RECORD_OCTETS, PLACES_MAX);
        for (int place = 0; place < end; place++) {
            var octets = ByteBuffer.allocate(RECORD_OCTETS);
            file.read(place * RECORD_OCTETS, octets);
            if (isOne(octets)) {
                var key = Secret.take(Arrays.copyOfRange(octets.array(), KEY_AT, SUM_AT));
                places.put(place, new Entry(octets.get(0), octets.getLong(8), key));
            }
            Arrays.fill(octets.array(), (byte) 0);
        }
        var first = places.get(0);
        boolean isWhole = first != null && first.kind == FIRST_KIND && first.number == FIRST_NUMBER;
        if (isWhole) return;
        throw new IOException(path + " is damaged or is no file of keys: bring it back from a backup, or make it empty to"
            + " give up what is sealed with it");
    }

    /** A record with a wrong checksum was being written when the machine stopped: nothing was wrapped under it yet. */
    private static boolean isOne(ByteBuffer octets) {
        return octets.get(0) != 0 && sum(octets.array()) == octets.getInt(SUM_AT);
    }

    Path path() { return path; }

    /** A key that lasts as long as the file does. */
    Secret lasting() { return places.get(0).key; }

    /** The keys of a use. */
    Map<Long, Secret> keys(Use use) { return keys(use.number); }

    /** The seeds of key pairs. */
    Map<Long, Secret> pairs() { return keys(PAIR_KIND); }

    private Map<Long, Secret> keys(int kind) {
        var keys = new TreeMap<Long, Secret>();
        for (var entry : places.values()) if (entry.kind == kind) keys.put(entry.number, entry.key);
        return keys;
    }

    /** Throws {@link IOException} when it cannot be kept; then it is not there. */
    void add(Use use, long number, Secret key) throws IOException { add(use.number, number, key); }

    /** As {@link #add}. */
    void addPair(long number, Secret seed) throws IOException { add(PAIR_KIND, number, seed); }

    private void add(int kind, long number, Secret key) throws IOException {
        int place = 1;
        while (places.containsKey(place)) place++;
        if (place >= PLACES_MAX) {
            throw new IOException(path + " is full: it has " + PLACES_MAX + " keys, of which none could be destroyed");
        }
        var entry = new Entry(kind, number, key);
        write(place, record(entry));
        places.put(place, entry);
    }

    /** From when this returns on, nobody opens what was wrapped under it. The key is wiped. */
    void destroy(Use use, long number) throws IOException { destroy(use.number, number); }

    /** As {@link #destroy}. */
    void destroyPair(long number) throws IOException { destroy(PAIR_KIND, number); }

    private void destroy(int kind, long number) throws IOException {
        for (var place : places.entrySet()) {
            var entry = place.getValue();
            if (entry.kind != kind || entry.number != number) continue;
            write(place.getKey(), new byte[RECORD_OCTETS]);
            places.remove(place.getKey());
            entry.key.close();
            return;
        }
    }

    /** As the file would be that has these keys. Pairs are nobody else's. */
    byte[] copy() {
        int last = places.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        var all = new byte[(last + 1) * RECORD_OCTETS];
        for (var place : places.entrySet()) {
            if (place.getValue().kind == PAIR_KIND) continue;
            var record = record(place.getValue());
            System.arraycopy(record, 0, all, place.getKey() * RECORD_OCTETS, RECORD_OCTETS);
            Arrays.fill(record, (byte) 0);
        }
        return all;
    }

    private static byte[] record(Entry entry) {
        var key = entry.key.toArray();
        var octets = ByteBuffer.allocate(RECORD_OCTETS).put((byte) entry.kind).putLong(8, entry.number).put(KEY_AT, key);
        Arrays.fill(key, (byte) 0);
        return octets.putInt(SUM_AT, sum(octets.array())).array();
    }

    private void write(int place, byte[] record) throws IOException {
        if (isPassing) {
            Arrays.fill(record, (byte) 0);
            return;
        }
        var file = octets.orElseThrow(() -> new IOException("a copy of a file of keys is only read"));
        file.seek((long) place * RECORD_OCTETS);
        file.write(record);
        file.getFD().sync();
        Arrays.fill(record, (byte) 0);
    }

    private static int sum(byte[] octets) {
        var crc = new CRC32C();
        crc.update(octets, 0, SUM_AT);
        return (int) crc.getValue();
    }

    @Override public void close() throws IOException {
        places.values().forEach(entry -> entry.key.close());
        if (octets.isPresent()) octets.get().close();
    }
}
