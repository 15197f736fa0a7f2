package sigillo.account;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * UIDs as sorted ranges that do not overlap; a range may reach beyond what exists. Bounds are inclusive. Whoever reads
 * {@code *} from a client puts the highest UID in its place first. A range is kept in eight octets.
 */
public record UidSet(List<Range> ranges) {
    /** RFC 9051 section 2.3.1.1: 32 bits. */
    public static final long UID_MAX = 0xFFFF_FFFFL;
    public static final UidSet ALL = new UidSet(List.of(new Range(1, UID_MAX)));

    public UidSet {
        ranges = Packed.of(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first() <= ranges.get(i - 1).last()) throw new IllegalArgumentException("not sorted");
        }
    }

    /** Makes each range when it is asked for. */
    private static final class Packed extends AbstractList<Range> implements RandomAccess {
        private final int[] bounds; // unsigned

        private Packed(int[] bounds) { this.bounds = bounds; }

        static Packed of(List<Range> ranges) {
            if (ranges instanceof Packed packed) return packed;
            var bounds = new int[2 * ranges.size()];
            int at = 0;
            for (var range : ranges) {
                bounds[at++] = (int) range.first;
                bounds[at++] = (int) range.last;
            }
            return new Packed(bounds);
        }

        @Override public Range get(int at) { return new Range(unsigned(2 * at), unsigned(2 * at + 1)); }

        private long unsigned(int at) { return bounds[at] & 0xFFFF_FFFFL; }

        @Override public int size() { return bounds.length / 2; }
    }

    public static UidSet of(long uid) { return new UidSet(List.of(new Range(uid, uid))); }

    public record Range(long first, long last) {
        public Range {
            if (first < 1 || last < first || last > UID_MAX) throw new IllegalArgumentException(first + ":" + last);
        }
    }
}
