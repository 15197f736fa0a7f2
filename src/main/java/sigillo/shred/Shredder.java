package sigillo.shred;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import sigillo.base.Alarms;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * The file of keys of which each is destroyed some hours after something that was wrapped under it has been deleted.
 * {@link ShredKeys} are those of one use. Any thread.
 */
public final class Shredder implements AutoCloseable {
    private final KeyFile file;
    private final Map<Use, ShredKeys> keys = new EnumMap<>(Use.class);

    /**
     * Makes the file when it is not there, which is right only while nothing is wrapped under its keys; when it is empty,
     * what was is given up. Throws {@link IOException} with a sentence for the operator.
     */
    public static Shredder open(Path file, Randomness randomness, Alarms alarms) throws IOException {
        return new Shredder(new KeyFile(file, randomness), System::nanoTime, randomness, alarms);
    }

    /**
     * As {@link #open}, of a file of which each server of a cluster has a copy (decision 0021): no key is destroyed and none
     * made but the first, so that each opens what any has wrapped.
     */
    public static Shredder openShared(Path file, Randomness randomness, Alarms alarms) throws IOException {
        var shredder = new Shredder(new KeyFile(file, randomness), true, System::nanoTime, randomness, alarms);
        try {
            // nothing is wrapped for signing there: a key more would make copies of before differ
            for (var use : Use.values()) if (use != Use.SIGNING) shredder.keys(use).requireOne();
            return shredder;
        } catch (IOException e) {
            shredder.close();
            throw e;
        }
    }

    /** What {@link #copy} makes of a file that nobody has open. Throws {@link IOException} when it is none. */
    public static byte[] copyOf(Path file) throws IOException {
        var octets = Files.readAllBytes(file);
        try (var keys = new KeyFile(octets)) {
            return keys.copy();
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Over a copy that {@link #copy} made: for who looks into a backup. No key can be made or destroyed. */
    public static Shredder of(byte[] copy, Randomness randomness, Alarms alarms) throws IOException {
        return new Shredder(new KeyFile(copy), System::nanoTime, randomness, alarms);
    }

    Shredder(KeyFile file, LongSupplier nanos, Randomness randomness, Alarms alarms) {
        this(file, false, nanos, randomness, alarms);
    }

    Shredder(KeyFile file, boolean shared, LongSupplier nanos, Randomness randomness, Alarms alarms) {
        this.file = file;
        for (var use : Use.values()) keys.put(use, new ShredKeys(use, file, shared, nanos, randomness, alarms));
    }

    public ShredKeys keys(Use use) { return keys.get(use); }

    /** A copy of a key that is there as long as the file is, for hashes; the caller's to wipe. */
    public Secret lasting() {
        synchronized (file) {
            return file.lasting().copy();
        }
    }

    /** Until it is closed no key is destroyed; what is tidied meanwhile waits for the next time. */
    public final class Pause implements AutoCloseable {
        private boolean closed;

        private Pause() {}

        @Override public void close() {
            synchronized (file) {
                if (!closed) keys.values().forEach(ShredKeys::resume);
                closed = true;
            }
        }
    }

    /** From when it returns no key is destroyed. For a backup: whatever the store has then can be opened with a {@link #copy}. */
    public Pause pause() {
        synchronized (file) {
            keys.values().forEach(ShredKeys::pause);
            return new Pause();
        }
    }

    /** The file with all keys of now; the caller's to wipe. */
    public byte[] copy() {
        synchronized (file) {
            return file.copy();
        }
    }

    @Override public void close() {
        synchronized (file) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the file of keys did not close", e);
            }
        }
    }
}
