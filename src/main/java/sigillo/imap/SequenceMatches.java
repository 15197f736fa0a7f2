package sigillo.imap;

import java.util.List;

/**
 * Message numbers and the UIDs that they had for the client: RFC 7162 section 3.2.5.2. As many of one as of the other, both
 * ascending; kept as ranges, however many they are.
 */
public record SequenceMatches(List<SequenceSet.Range> numbers, List<SequenceSet.Range> uids) {
    public SequenceMatches {
        numbers = SequenceSet.packed(numbers);
        uids = SequenceSet.packed(uids);
    }

    /** Whether the message of this number has this UID still. */
    public interface Check {
        boolean holds(long number, long uid);
    }

    static SequenceMatches parse(Cursor in) throws Syntax {
        in.expect('(');
        var numbers = SequenceSet.parseKnown(in).resolve(0);
        in.sp();
        var uids = SequenceSet.parseKnown(in).resolve(0);
        in.expect(')');
        if (count(numbers) != count(uids)) throw new Syntax("There are not as many numbers as UIDs");
        return new SequenceMatches(numbers, uids);
    }

    private static long count(List<SequenceSet.Range> ranges) {
        return ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
    }

    private static long at(List<SequenceSet.Range> ranges, long place) {
        long left = place;
        for (var range : ranges) {
            long count = range.last() - range.first() + 1;
            if (left < count) return range.first() + left;
            left -= count;
        }
        throw new IndexOutOfBoundsException("no place " + place);
    }

    /** The highest UID that is where it was; up to there nothing has gone. 0: there is none. Found by halving. */
    public long highestUnmoved(Check check) {
        long low = 0;
        long high = count(numbers);
        while (low < high) {
            long middle = low + high >>> 1;
            if (check.holds(at(numbers, middle), at(uids, middle))) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? 0 : at(uids, low - 1);
    }
}
