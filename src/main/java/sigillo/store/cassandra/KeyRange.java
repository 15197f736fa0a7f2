package sigillo.store.cassandra;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Partition;
import sigillo.store.StoreException;

/** Keys beside others, and ranges of them. */
final class KeyRange {
    /** Behind every key. */
    static final Bytes LAST = last();

    private KeyRange() {}

    private static Bytes last() {
        var octets = new byte[Partition.KEY_OCTETS_MAX + 1];
        Arrays.fill(octets, (byte) 0xFF);
        return Bytes.wrap(octets);
    }

    /** The least key behind it. */
    static Bytes after(Bytes key) { return Bytes.wrap(Arrays.copyOf(key.unsafeArray(), key.length() + 1)); }

    /** Where the range of a prefix ends. */
    static Bytes afterPrefix(Bytes prefix) {
        for (int i = 0; i < prefix.length(); i++) if (prefix.at(i) != (byte) 0xFF) return prefix.afterPrefix();
        return LAST;
    }

    /** Reads the first {@code max} of a range, or the last. */
    interface Reader<T> {
        List<T> read(Bytes from, Bytes to, int max);
    }

    /**
     * Where more was deleted than a node goes through for one request (100,000 rows by default), reads by halves of the
     * keys: slow, and no longer one state, but it comes to an end.
     */
    static <T> List<T> page(Bytes from, Bytes to, boolean reverse, int max, Reader<T> reader) {
        try {
            return reader.read(from, to, max);
        } catch (StoreException e) {
            var middle = middle(from, to);
            if (!Cluster.isTooMuchDeleted(e) || middle.isEmpty()) throw e;
            var near = page(reverse ? middle.get() : from, reverse ? to : middle.get(), reverse, max, reader);
            if (near.size() == max) return near;
            var all = new ArrayList<>(near);
            int rest = max - near.size();
            all.addAll(page(reverse ? from : middle.get(), reverse ? middle.get() : to, reverse, rest, reader));
            return all;
        }
    }

    /** A key about half way, which is neither of the two; empty when they are too near to each other. */
    static Optional<Bytes> middle(Bytes from, Bytes to) {
        int length = Math.max(from.length(), to.length()) + 1;
        var octets = number(from, length).add(number(to, length)).shiftRight(1).toByteArray();
        var middle = new byte[length];
        int extra = Math.max(0, octets.length - length);
        System.arraycopy(octets, extra, middle, length - octets.length + extra, octets.length - extra);
        var found = Bytes.wrap(middle);
        return from.compareTo(found) < 0 && found.compareTo(to) < 0 ? Optional.of(found) : Optional.empty();
    }

    private static BigInteger number(Bytes key, int length) {
        return new BigInteger(1, Arrays.copyOf(key.unsafeArray(), length));
    }
}
