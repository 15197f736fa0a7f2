package sigillo.keyring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.account.Locked;
import sigillo.base.Bytes;
import sigillo.sealing.Epoch;
import sigillo.sealing.KeyOpener;
import sigillo.sealing.Purpose;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.sealing.WrappedKey;

/** What is open of an account: root keys, and what follows from them. Closing it wipes all. One thread at a time. */
final class OpenKeys implements AutoCloseable {
    private final Keyed keyed;
    private final AtomicInteger openAltogether;
    private final SortedMap<Integer, Opened> epochs = new TreeMap<>();
    private final Map<Long, Secret> segments = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override protected boolean removeEldestEntry(Map.Entry<Long, Secret> eldest) {
            if (!isTooMany(size())) return false;
            openAltogether.decrementAndGet();
            eldest.getValue().close();
            return true;
        }
    };

    private static final class Opened {
        final Secret root;
        final Secret wrapping;
        private final Secret seed;
        private KeyOpener sealed; // once something is opened that nobody has opened before

        Opened(Secret root, Secret wrapping, Secret seed) {
            this.root = root;
            this.wrapping = wrapping;
            this.seed = seed;
        }

        Opened copy() { return new Opened(root.copy(), wrapping.copy(), seed.copy()); }

        KeyOpener sealed() {
            if (sealed == null) sealed = new KeyOpener(seed);
            return sealed;
        }

        void wipe() {
            root.close();
            wrapping.close();
            seed.close();
            if (sealed != null) sealed.close();
        }
    }

    /** {@code openAltogether} counts the keys of segments that are open, of all accounts. */
    OpenKeys(Keyed keyed, AtomicInteger openAltogether) {
        this.keyed = keyed;
        this.openAltogether = openAltogether;
    }

    private boolean isTooMany(int open) {
        return open > KeyringLimits.SEGMENTS_OPEN_MAX || open > KeyringLimits.SEGMENTS_OPEN_MIN
            && openAltogether.get() > KeyringLimits.SEGMENTS_OPEN_ALTOGETHER_MAX;
    }

    boolean has(int epoch) { return epochs.containsKey(epoch); }

    Set<Integer> epochs() { return Set.copyOf(epochs.keySet()); }

    /**
     * Opens an epoch; {@code root} is copied. One that is open stays. Throws {@link SealBroken} when it is another's.
     */
    void open(int epoch, Secret root) throws SealBroken {
        if (has(epoch)) return;
        var seed = keyed.epoch(epoch).seed(root);
        epochs.put(epoch, new Opened(root.copy(), Epoch.segmentWrapping(root), seed));
    }

    /**
     * A copy that another thread computes with, the caller's to close: all epochs, and of the segments named those
     * whose keys are open. It is not counted among the keys that are open, so it is to be short of life.
     */
    OpenKeys copy(Set<Long> numbers) {
        var copy = new OpenKeys(keyed, new AtomicInteger());
        epochs.forEach((epoch, opened) -> copy.epochs.put(epoch, opened.copy()));
        for (long number : numbers) {
            var known = segments.get(number);
            if (known != null) copy.keep(number, known.copy());
        }
        return copy;
    }

    private void keep(long number, Secret key) {
        openAltogether.incrementAndGet();
        segments.put(number, key);
    }

    /** Copies, the caller's to wipe. */
    SortedMap<Integer, Secret> roots() {
        var roots = new TreeMap<Integer, Secret>();
        epochs.forEach((epoch, opened) -> roots.put(epoch, opened.root.copy()));
        return roots;
    }

    /** A copy of the key of a segment. Throws {@link Locked} when its epoch is not open. */
    Secret segment(long number) throws SealBroken {
        var known = segments.get(number);
        return known != null ? known.copy()
            : open(number, keyed.segment(number).orElseThrow(() -> keyed.missing("segment " + number)));
    }

    /** As {@link #segment}, of a row that was read. */
    Secret open(long number, SegmentRow row) throws SealBroken {
        var known = segments.get(number);
        if (known != null) return known.copy();
        var key = opened(number, row);
        keep(number, key.copy());
        return key;
    }

    private Secret opened(long number, SegmentRow row) throws SealBroken {
        var epoch = epoch(row.epoch());
        var purpose = keyed.ofSegment(row.epoch(), number);
        if (row.isWrapped()) return WrappedKey.unwrap(epoch.wrapping, purpose, row.key().toArray());
        keyed.checkMark(purpose, row.key(), row.mark());
        return epoch.sealed().open(purpose, row.key().toArray());
    }

    /** What this server has sealed with the public key of an epoch, for another purpose; the caller's to wipe. */
    Secret open(int epoch, Purpose purpose, Bytes sealed, Bytes mark) throws SealBroken {
        keyed.checkMark(purpose, sealed, mark);
        return epoch(epoch).sealed().open(purpose, sealed.toArray());
    }

    /** A segment's key as it is kept from now on. */
    byte[] wrap(int epoch, long number, Secret key) {
        return WrappedKey.wrap(epoch(epoch).wrapping, keyed.ofSegment(epoch, number), key, keyed.randomness());
    }

    private Opened epoch(int number) {
        var opened = epochs.get(number);
        if (opened == null) throw new Locked("this part of account " + keyed.account() + " opens with another secret");
        return opened;
    }

    @Override public void close() {
        openAltogether.addAndGet(-segments.size());
        segments.values().forEach(Secret::close);
        segments.clear();
        epochs.values().forEach(Opened::wipe);
        epochs.clear();
    }
}
