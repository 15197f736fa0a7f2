package sigillo.shred;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private Optional<Agreement> agreement = Optional.empty();
    private boolean hasGivenUp;

    /**
     * Makes the file when it is not there, which is right only while nothing is wrapped under its keys; when it is
     * empty, what was is given up. Throws {@link IOException} with a sentence for the operator.
     */
    public static Shredder open(Path file, Randomness randomness, Alarms alarms) throws IOException {
        var keys = new KeyFile(file, randomness);
        for (long pair : Set.copyOf(keys.pairs().keySet())) keys.destroyPair(pair); // of a time when others had its keys
        return new Shredder(keys, System::nanoTime, randomness, alarms);
    }

    /**
     * As {@link #open}, of a file that is kept in step with those of other servers (decision 0021): it has all that it
     * is to have when this returns, and what was destroyed while this server was off is destroyed here too. One that is
     * not there, or empty, gets its keys from the others. Waits for them up to a minute. Where the file is empty and
     * {@code mayGiveUp}, what nobody has is given up: {@link #hasGivenUp}.
     */
    public static Shredder openShared(
            Path path, Sharing sharing, boolean mayGiveUp, Randomness randomness, Alarms alarms) throws IOException {
        return openShared(path, sharing, mayGiveUp, Agreement.GIVEN_MAX, Agreement.MOVED_MAX, System::nanoTime, randomness,
            alarms);
    }

    static Shredder openShared(Path path, Sharing sharing, boolean mayGiveUp, Duration max, Duration movedMax,
            LongSupplier nanos, Randomness randomness, Alarms alarms) throws IOException {
        var name = path.getFileName().toString();
        boolean hasKeys = Files.exists(path) && Files.size(path) > 0;
        var lasting = new AgreedRows(sharing, name).read().lasting;
        if (!hasKeys && lasting.isEmpty() && sharing.isAgreed(name)) {
            throw new IOException(path + " is not here, and what the cluster has of it cannot be read: copy it from a server"
                + " of the cluster");
        }
        var shredder = new Shredder(new KeyFile(path, lasting, randomness), nanos, randomness, alarms);
        try {
            shredder.requireSame(lasting);
            var agreement = new Agreement(sharing, name, shredder.file, shredder.keys, movedMax, randomness, alarms);
            shredder.agree(agreement, hasKeys || !mayGiveUp, max);
            return shredder;
        } catch (IOException | RuntimeException e) {
            shredder.close();
            throw e;
        }
    }

    private void requireSame(Optional<Secret> lasting) throws IOException {
        if (lasting.isEmpty() || lasting.get().isSame(file.lasting())) return;
        throw new IOException(file.path() + " is another than the one with which this cluster is served: copy the folder of"
            + " keys from a server of the cluster, or bring it back from a backup");
    }

    private void agree(Agreement with, boolean isAllWanted, Duration max) throws IOException {
        agreement = Optional.of(with);
        keys.values().forEach(one -> one.agree(with));
        try {
            with.join(max);
        } catch (IOException lacking) {
            if (isAllWanted) throw lacking;
            with.giveUp();
            hasGivenUp = true;
        }
    }

    /** What was under keys that nobody has any more does not open. */
    public boolean hasGivenUp() { return hasGivenUp; }

    /** Other servers have said something about keys: follows them. Throws {@link sigillo.store.StoreException}. */
    public void changedElsewhere() { agreement.ifPresent(Agreement::follow); }

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

    /** Of keys in memory alone, for what is wrapped no longer than this process lives. Nothing is written. */
    public static Shredder passing(Randomness randomness, Alarms alarms) {
        return new Shredder(new KeyFile(randomness), System::nanoTime, randomness, alarms);
    }

    Shredder(KeyFile file, LongSupplier nanos, Randomness randomness, Alarms alarms) {
        this.file = file;
        for (var use : Use.values()) keys.put(use, new ShredKeys(use, file, nanos, randomness, alarms));
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

    /**
     * From when it returns no key is destroyed. For a backup: whatever the store has then can be opened with a
     * {@link #copy}.
     */
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
