package sigillo.store;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sigillo.base.Bytes;

/**
 * Reads what can be read of rows of which some are {@link Damaged}: a block of the disk that was changed takes the rows
 * in it, and no other. Where they lay is told as gaps. For who starts up over few rows: it asks some hundred times for
 * a gap.
 */
public final class Surviving {
    /** So many are looked behind; then all the rest is one. */
    private static final int GAPS_MAX = 64;
    /** Octets behind the longer of two keys, as far as it matters where between them the next row begins. */
    private static final int PRECISION_OCTETS = 64;

    private final Rows rows;
    private final Bytes to;
    private final Partition.Visitor visitor;
    private Bytes at;

    /** Rows in order, as {@link Partition#range} visits them; it throws {@link Damaged} where it cannot. */
    public interface Rows {
        void visit(Bytes from, Bytes to, Partition.Visitor visitor);
    }

    private Surviving(Rows rows, Bytes from, Bytes to, Partition.Visitor visitor) {
        this.rows = rows;
        this.at = from;
        this.to = to;
        this.visitor = visitor;
    }

    /** What lay in {@code [from, to)} cannot be read; there may have been nothing. */
    public record Gap(Bytes from, Bytes to) {
        public boolean has(Bytes key) { return from.compareTo(key) <= 0 && key.compareTo(to) < 0; }
    }

    /**
     * Visits all rows of {@code [from, to)} that can be read, in order. What fails otherwise, as a store that is not
     * there, is thrown, and what the visitor throws.
     */
    public static List<Gap> range(Partition partition, Bytes from, Bytes to, Partition.Visitor visitor) {
        return range((first, end, each) -> partition.range(first, end, false, each), from, to, visitor);
    }

    /** The same of other rows than a partition's. */
    public static List<Gap> range(Rows rows, Bytes from, Bytes to, Partition.Visitor visitor) {
        return new Surviving(rows, from, to, visitor).range();
    }

    private List<Gap> range() {
        var gaps = new ArrayList<Gap>();
        while (!isRead()) {
            var behind = gaps.size() < GAPS_MAX ? behind() : to;
            gaps.add(new Gap(at, behind));
            at = behind;
        }
        return gaps;
    }

    /** Up to the end; else it stands behind the last row that could be read. */
    private boolean isRead() {
        try {
            rows.visit(at, to, (key, row) -> {
                at = Bytes.wrap(Arrays.copyOf(key.unsafeArray(), key.length() + 1)); // the next key that there can be
                return visitor.visit(key, row);
            });
            return true;
        } catch (Damaged damaged) {
            return false;
        }
    }

    /** From where the next row can be read: first in steps that grow, then by halves. */
    private Bytes behind() {
        var unreadable = at;
        for (int length = at.length(); length > 0; length--) {
            var step = next(length);
            if (isReadable(step)) return between(unreadable, step);
            unreadable = step;
        }
        return to;
    }

    /** Behind all keys that begin with so much of this one; not beyond the end. */
    private Bytes next(int length) {
        var start = Bytes.wrap(Arrays.copyOf(at.unsafeArray(), length));
        boolean isLast = start.at(length - 1) == (byte) 0xFF; // the next step goes there
        var step = isLast ? at : start.afterPrefix();
        return step.compareTo(to) < 0 ? step : to;
    }

    private boolean isReadable(Bytes from) {
        if (from.compareTo(to) >= 0) return true;
        try {
            rows.visit(from, to, (_, _) -> false);
            return true;
        } catch (Damaged damaged) {
            return false;
        }
    }

    private Bytes between(Bytes unreadable, Bytes readable) {
        int octets = Math.max(unreadable.length(), readable.length()) + PRECISION_OCTETS;
        var low = number(unreadable, octets);
        var high = number(readable, octets);
        while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
            var middle = low.add(high).shiftRight(1);
            if (isReadable(key(middle, octets))) high = middle;
            else low = middle;
        }
        return key(high, octets);
    }

    private static BigInteger number(Bytes key, int octets) {
        return new BigInteger(1, Arrays.copyOf(key.unsafeArray(), octets));
    }

    private static Bytes key(BigInteger number, int octets) {
        var all = new byte[octets];
        for (int i = 0; i < octets; i++) all[i] = number.shiftRight(8 * (octets - 1 - i)).byteValue();
        int length = octets;
        while (length > 0 && all[length - 1] == 0) length--;
        return Bytes.wrap(Arrays.copyOf(all, length));
    }
}
