package sigillo.shred;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.sealing.WrappedKey;
import sigillo.store.StoreException;

/**
 * The keys of one use. One is in force, and everything new is wrapped under it, until something that was wrapped is
 * deleted ({@link #spoil}); an hour after it was made it is then followed by another, what is still needed is wrapped
 * anew, and it is destroyed ({@link #tidy}). Where something is deleted all the time, as in a queue, keys last an hour;
 * where it is rare, as with ways into accounts, years, and nothing is wrapped anew meanwhile. A restart counts as a
 * deletion. Numbers of keys are random, so that a file of another time never has a wrong key under a right number. Time
 * is measured by a clock that nobody sets. Where several servers keep their files in step, which key is in force and
 * which are destroyed is agreed among them: {@link Agreement}. Any thread.
 */
public final class ShredKeys {
    /** How long a key stays in force at least, so that many deletions cause one wrapping anew. */
    static final Duration IN_FORCE_MIN = Duration.ofHours(1);

    private final Use use;
    private final KeyFile file;
    private final LongSupplier nanos;
    private final Randomness randomness;
    private final Alarms alarms;
    private final Map<Long, Secret> keys;
    /** Where other servers have these keys too. */
    private volatile Optional<Agreement> agreement = Optional.empty();
    private final Map<Long, Integer> leases = new HashMap<>();
    private long inForce;
    private long since;
    private volatile boolean spoiled;
    private int pauses;

    ShredKeys(Use use, KeyFile file, LongSupplier nanos, Randomness randomness, Alarms alarms) {
        this.use = use;
        this.file = file;
        this.nanos = nanos;
        this.randomness = randomness;
        this.alarms = alarms;
        this.keys = new HashMap<>(file.keys(use));
    }

    /** Who keeps what is wrapped. There is one for a use: it answers for everything. */
    public interface Keeper {
        /**
         * Wraps anew, in batches, each key that is under one of {@code old}; what was wrapped anew is durable before
         * this returns. False when something may be left, which ends this tidying: nothing is destroyed. What does not
         * open is passed over.
         */
        boolean rewrap(Set<Long> old, Lease lease);
    }

    /**
     * The right to wrap under the key in force, which is not destroyed before this is closed: that is once what was
     * wrapped is durable, or given up.
     */
    public final class Lease implements AutoCloseable {
        private final long number;
        private final Secret key;
        private boolean closed;

        private Lease(long number, Secret key) {
            this.number = number;
            this.key = key;
        }

        long number() { return number; }

        public Wrapped wrap(Purpose purpose, Secret secret) {
            return new Wrapped(number, Bytes.wrap(WrappedKey.wrap(key, purpose, secret, randomness)));
        }

        /** The same key, under the key in force. Throws as {@link ShredKeys#unwrap} does. */
        public Wrapped rewrap(Purpose purpose, Wrapped wrapped) throws Gone, SealBroken {
            try (var secret = unwrap(purpose, wrapped)) {
                return wrap(purpose, secret);
            }
        }

        /** More than once is as once: a count that is too low would have a key destroyed that somebody needs. */
        @Override public void close() {
            synchronized (file) {
                if (closed) return;
                closed = true;
                leases.computeIfPresent(number, (_, count) -> count == 1 ? null : count - 1);
            }
            key.close();
        }
    }

    /**
     * Throws {@link IOException}, and raises an alarm, when there is no key in force and none can be kept; where
     * servers agree on it also {@link StoreException}.
     */
    public Lease lease() throws IOException {
        if (agreement.isPresent() && !isReady()) agreement.get().begin(use);
        synchronized (file) {
            if (inForce == 0 && agreement.isPresent()) throw new StoreException("no key is in force yet: " + use, null);
            if (inForce == 0) {
                inForce = added();
                since = nanos.getAsLong();
                spoiled = false;
            }
            leases.merge(inForce, 1, Integer::sum);
            return new Lease(inForce, keys.get(inForce).copy());
        }
    }

    private long added() throws IOException {
        long number = number(randomness);
        var key = Secret.random(randomness);
        try {
            file.add(use, number, key);
        } catch (IOException cannot) {
            key.close();
            alarms.raise(alarm(), "no key can be kept in " + file.path() + ": " + cannot.getMessage(),
                "nessuna chiave si può tenere in " + file.path() + ": " + cannot.getMessage());
            throw cannot;
        }
        alarms.clear(alarm());
        keys.put(number, key);
        return number;
    }

    static long number(Randomness randomness) {
        return Math.max(1, ByteBuffer.wrap(randomness.octets(8)).getLong() & Long.MAX_VALUE);
    }

    private String alarm() { return "keys to shred/" + use; }

    /**
     * Throws {@link Gone} when its key is, {@link SealBroken} when it was changed or is for another purpose. One that
     * another server has just made is had from there.
     */
    public Secret unwrap(Purpose purpose, Wrapped wrapped) throws Gone, SealBroken {
        if (agreement.isPresent() && !has(wrapped.under())) agreement.get().fetch(use, wrapped.under());
        try (var under = copy(wrapped.under()).orElseThrow(Gone::new)) {
            return WrappedKey.unwrap(under, purpose, wrapped.key().unsafeArray());
        }
    }

    public boolean has(long number) {
        synchronized (file) {
            return keys.containsKey(number);
        }
    }

    /** Something that was wrapped has been deleted: to be said once that is durable. */
    public void spoil() { spoiled = true; }

    /**
     * Once in a while: wraps anew what is under keys that have been followed by another, and destroys these. A key
     * under which something is just being wrapped waits for the next time, and so does all in a {@link Shredder#pause}.
     * Throws {@link IOException}, and what the keeper does.
     */
    public void tidy(Keeper keeper) throws IOException {
        if (agreement.isPresent()) {
            agreement.get().tidy(use, keeper);
            return;
        }
        var old = old();
        if (old.isEmpty()) return;
        try (var lease = lease()) {
            if (!keeper.rewrap(old, lease)) return;
        }
        synchronized (file) {
            if (pauses > 0) return; // next time
            for (long number : old) {
                file.destroy(use, number);
                keys.remove(number);
            }
        }
    }

    void pause() { pauses++; }

    void resume() { pauses--; }

    private Set<Long> old() {
        synchronized (file) {
            if (spoiled && isOver()) inForce = 0;
            var old = new TreeSet<>(keys.keySet());
            old.remove(inForce);
            old.removeAll(leases.keySet());
            return old;
        }
    }

    // ---- where servers agree ----

    void agree(Agreement with) { agreement = Optional.of(with); }

    Set<Long> numbers() {
        synchronized (file) {
            return Set.copyOf(keys.keySet());
        }
    }

    Optional<Secret> copy(long number) {
        synchronized (file) {
            return Optional.ofNullable(keys.get(number)).map(Secret::copy);
        }
    }

    boolean isReady() {
        synchronized (file) {
            return inForce != 0;
        }
    }

    boolean isSpoiled() { return spoiled; }

    /** Whether it has been in force for as long as it is to be. */
    boolean isOver() {
        synchronized (file) {
            return inForce != 0 && nanos.getAsLong() - since >= IN_FORCE_MIN.toNanos();
        }
    }

    /** Whether nothing is in hand under another key than the one in force. */
    boolean isMoved() {
        synchronized (file) {
            return leases.keySet().stream().allMatch(number -> number == inForce);
        }
    }

    /** A key that is not in force yet; its number. Throws {@link StoreException}. */
    long make() {
        synchronized (file) {
            try {
                return added();
            } catch (IOException cannot) {
                throw StoreException.of("no key can be kept", cannot);
            }
        }
    }

    /** Another server's, which is durable when this returns; wiped by this when it is here already. */
    void take(long number, Secret key) throws IOException {
        synchronized (file) {
            if (keys.containsKey(number)) {
                key.close();
                return;
            }
            file.add(use, number, key);
            keys.put(number, key);
        }
    }

    /** From now on all is wrapped under it. Nobody knows for how long it was in force before this server began. */
    void turnTo(long number) {
        synchronized (file) {
            if (inForce == number) return;
            since = inForce == 0 ? nanos.getAsLong() - IN_FORCE_MIN.toNanos() : nanos.getAsLong();
            inForce = number;
            spoiled = false;
        }
    }

    /**
     * False while it is in hand, or in a {@link Shredder#pause}, or when the disk does not take it: the next time does.
     */
    boolean destroy(long number) {
        synchronized (file) {
            if (pauses > 0 || leases.containsKey(number) || number == inForce) return false;
            try {
                file.destroy(use, number);
            } catch (IOException later) {
                alarms.raise(alarm(), "a key cannot be destroyed in " + file.path() + ": " + later.getMessage(),
                    "una chiave non si può distruggere in " + file.path() + ": " + later.getMessage());
                return false;
            }
            keys.remove(number);
            return true;
        }
    }
}
