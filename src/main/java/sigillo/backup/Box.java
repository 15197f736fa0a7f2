package sigillo.backup;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedKey;
import sigillo.sealing.SealedRecord;
import sigillo.sealing.Secret;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;

/**
 * What of a backup is secret: the server's keys, and the configuration with its passwords, as files. At a target it is
 * sealed to the recovery key, and nothing that the server keeps opens it: it is a sealed key, then a record under that
 * key, both for the number of their backup. Closing it wipes what it holds.
 */
public final class Box implements AutoCloseable {
    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("(?:keys|tls)/[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}|[a-z]{1,20}\\.toml");

    private final Map<String, byte[]> files = new TreeMap<>();

    /** {@code content} is this box's from now on. */
    public Box put(String name, byte[] content) {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("a file called " + name);
        files.put(name, content);
        return this;
    }

    /** Not to be changed. Empty when there is none. */
    public Optional<byte[]> get(String name) { return Optional.ofNullable(files.get(name)); }

    public Iterable<String> names() { return files.keySet(); }

    /** As it goes to a target, and the key that opens it, which is forgotten when this backup is proven. */
    record Sealed(byte[] stored, Secret key) implements AutoCloseable {
        @Override public void close() { key.close(); }
    }

    Sealed seal(BackupKey to, long number, Randomness randomness) {
        var clear = encode();
        if (clear.length > BackupLimits.BOX_OCTETS_MAX) throw new IllegalStateException("keys and configuration of "
            + clear.length + " octets");
        var key = Secret.random(randomness);
        var padded = Padding.pad(clear);
        try {
            var all = new ByteArrayOutputStream();
            all.writeBytes(SealedKey.seal(to.publicKey(), purpose(number), key, randomness));
            all.writeBytes(SealedRecord.seal(key, 0, place(number), padded, randomness));
            return new Sealed(all.toByteArray(), key);
        } finally {
            Arrays.fill(clear, (byte) 0);
            Arrays.fill(padded, (byte) 0); // the same octets when nothing was to be added
        }
    }

    private byte[] encode() {
        var out = new RowOut(VERSION).number(files.size());
        files.forEach((name, content) -> out.text(name).sized(content));
        return out.done();
    }

    static Box open(RecoveryKey by, long number, byte[] stored) throws Damaged {
        try (var seed = by.seed(); var key = SealedKey.open(seed, purpose(number),
            Arrays.copyOf(stored, SealedKey.OCTETS))) {
            return open(key, number, stored);
        } catch (SealBroken broken) {
            throw new Damaged("the box with the keys of backup " + number
                + " is damaged, or for another recovery key: " + broken.getMessage());
        }
    }

    static Box open(Secret key, long number, byte[] stored) throws Damaged {
        if (stored.length <= SealedKey.OCTETS) throw new Damaged("the box with the keys of backup " + number
            + " is cut off");
        var sealed = Arrays.copyOfRange(stored, SealedKey.OCTETS, stored.length);
        byte[] clear = {};
        try {
            clear = SealedRecord.open(key, place(number), sealed);
            return decode(clear);
        } catch (SealBroken | StoreException | IllegalArgumentException broken) {
            throw new Damaged("the box with the keys of backup " + number + " is damaged: " + broken.getMessage());
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static Box decode(byte[] clear) {
        var in = new RowIn(clear, VERSION);
        var box = new Box();
        for (int left = in.count(); left > 0; left--) box.put(in.text(), in.sized());
        return box;
    }

    private static Purpose purpose(long number) { return new Purpose(Purpose.Use.BACKUP, 0, 0, number); }

    private static RecordPlace place(long number) { return RecordPlace.of(RecordHeader.Kind.BOX, 0, number); }

    @Override public void close() { files.values().forEach(content -> Arrays.fill(content, (byte) 0)); }

    @Override public String toString() { return "the box with " + files.keySet(); }
}
