package sigillo.store.cassandra;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Partition;

/** Keys beside others. */
final class KeyRange {
    /** Behind every key. */
    static final Bytes LAST = last();
    /** Keys are halved to so many octets: longer ones have equal beginnings no more. */
    private static final int HALVED_OCTETS = 24;

    private KeyRange() {}

    private static Bytes last() {
        var octets = new byte[Partition.KEY_OCTETS_MAX + 1];
        Arrays.fill(octets, (byte) 0xFF);
        return Bytes.wrap(octets);
    }

    /** The least key behind it. */
    static Bytes after(Bytes key) { return Bytes.wrap(Arrays.copyOf(key.unsafeArray(), key.length() + 1)); }

    /** A key about half way, which is neither of the two; empty when they are too near to each other. */
    static Optional<Bytes> middle(Bytes from, Bytes to) {
        var octets = number(from).add(number(to)).shiftRight(1).toByteArray();
        var middle = new byte[HALVED_OCTETS];
        int extra = Math.max(0, octets.length - HALVED_OCTETS);
        System.arraycopy(octets, extra, middle, HALVED_OCTETS - octets.length + extra, octets.length - extra);
        var found = Bytes.wrap(middle);
        return from.compareTo(found) < 0 && found.compareTo(to) < 0 ? Optional.of(found) : Optional.empty();
    }

    private static BigInteger number(Bytes key) {
        return new BigInteger(1, Arrays.copyOf(key.unsafeArray(), HALVED_OCTETS)); }
}
