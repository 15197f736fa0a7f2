package sigillo.imap;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.LongStream;

/**
 * Message numbers or UIDs as a client names them: RFC 9051 section 9's sequence-set. A range costs the same whether
 * it holds one number or four thousand million.
 *
 * @param saved {@code $}: the result of the last SEARCH that saved one, RFC 5182; there are no ranges then
 */
public record SequenceSet(List<Range> ranges, boolean saved) {
    public static final SequenceSet SAVED = new SequenceSet(List.of(), true);
    /** In a range as it was read: the highest number in use. */
    public static final long STAR = 0;

    public SequenceSet { ranges = packed(ranges); }

    /** As it was read: either end may be the larger one, or {@link #STAR}. */
    public record Range(long first, long last) {}

    /** The same, that cannot change, in eight octets each: a client may name thousands, and takes its time with the answer. */
    public static List<Range> packed(List<Range> ranges) { return ranges instanceof Packed ? ranges : new Packed(ranges); }

    private static final class Packed extends AbstractList<Range> implements RandomAccess {
        private final int[] bounds; // unsigned, of each range both

        Packed(List<Range> ranges) {
            this.bounds = new int[2 * ranges.size()];
            int at = 0;
            for (var range : ranges) {
                bounds[at++] = fits(range.first);
                bounds[at++] = fits(range.last);
            }
        }

        private static int fits(long number) {
            if (number >>> 32 != 0) throw new IllegalArgumentException("no number of a message: " + number);
            return (int) number;
        }

        @Override public Range get(int at) {
            return new Range(Integer.toUnsignedLong(bounds[2 * at]), Integer.toUnsignedLong(bounds[2 * at + 1]));
        }

        @Override public int size() { return bounds.length / 2; }
    }

    /** From 1 to this number. */
    public static SequenceSet upTo(long last) { return new SequenceSet(List.of(new Range(1, last)), false); }

    static SequenceSet parse(Cursor in) throws Syntax {
        if (in.skip('$')) return SAVED;
        var ranges = new ArrayList<Range>();
        do {
            long first = number(in);
            ranges.add(new Range(first, in.skip(':') ? number(in) : first));
        } while (in.skip(','));
        return new SequenceSet(ranges, false);
    }

    /** RFC 7162 section 7's known-uids: without star. */
    static SequenceSet parseKnown(Cursor in) throws Syntax {
        var set = parse(in);
        if (set.saved || set.hasStar()) throw in.wrong("Number");
        return set;
    }

    private static long number(Cursor in) throws Syntax { return in.skip('*') ? STAR : in.nzNumber(); }

    public boolean hasStar() { return ranges.stream().anyMatch(r -> r.first == STAR || r.last == STAR); }

    /** The largest number that is written, 0 when only {@link #STAR} is. */
    public long largest() {
        long largest = 0;
        for (var r : ranges) largest = Math.max(largest, Math.max(r.first, r.last));
        return largest;
    }

    /**
     * The ranges sorted, joined where they touch, with {@code highest} for {@code *}. RFC 3501 section 9: {@code 559:*}
     * holds the highest number even when that is lower than 559.
     */
    public List<Range> resolve(long highest) {
        var sorted = new ArrayList<Range>(ranges.size());
        for (var r : ranges) {
            long a = r.first == STAR ? highest : r.first;
            long b = r.last == STAR ? highest : r.last;
            sorted.add(new Range(Math.min(a, b), Math.max(a, b)));
        }
        sorted.sort(Comparator.comparingLong(Range::first));
        var joined = new ArrayList<Range>(sorted.size());
        for (var r : sorted) {
            var before = joined.isEmpty() ? null : joined.getLast();
            if (before == null || r.first > before.last + 1) {
                joined.add(r);
            } else if (r.last > before.last) {
                joined.set(joined.size() - 1, new Range(before.first, r.last));
            }
        }
        return joined;
    }

    /** Numbers as a sequence-set, runs of ascending ones as ranges; in the order given. Not for none at all. */
    public static String format(long[] numbers) { return format(LongStream.of(numbers)); }

    /** As they come: nothing is held but the text. */
    public static String format(LongStream numbers) {
        var text = new StringBuilder();
        long first = 0;
        long last = 0;
        for (var next = numbers.iterator(); next.hasNext(); ) {
            long number = next.nextLong();
            if (number == last + 1 && last != 0) {
                last = number;
                continue;
            }
            if (last != 0) range(first, last, text);
            first = number;
            last = number;
        }
        range(first, last, text);
        return text.toString();
    }

    private static void range(long first, long last, StringBuilder text) {
        if (!text.isEmpty()) text.append(',');
        text.append(first);
        if (last > first) text.append(':').append(last);
    }
}
