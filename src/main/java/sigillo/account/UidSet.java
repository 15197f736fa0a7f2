package sigillo.account;

import java.util.List;

/**
 * UIDs as sorted ranges that do not overlap; a range may reach beyond what exists. Bounds are inclusive. Whoever reads
 * {@code *} from a client puts the highest UID in its place first.
 */
public record UidSet(List<Range> ranges) {
    /** RFC 9051 section 2.3.1.1: 32 bits. */
    public static final long UID_MAX = 0xFFFF_FFFFL;
    public static final UidSet ALL = new UidSet(List.of(new Range(1, UID_MAX)));

    public UidSet {
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first() <= ranges.get(i - 1).last()) throw new IllegalArgumentException("not sorted");
        }
    }

    public static UidSet of(long uid) { return new UidSet(List.of(new Range(uid, uid))); }

    public record Range(long first, long last) {
        public Range {
            if (first < 1 || last < first) throw new IllegalArgumentException(first + ":" + last);
        }
    }
}
