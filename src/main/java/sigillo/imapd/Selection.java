package sigillo.imapd;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import sigillo.account.UidSet;
import sigillo.imap.PageRange;
import sigillo.imap.SequenceSet;

/**
 * Messages of a {@link View} that a command is about: ranges of numbers, ascending, apart from each other. Eight octets a range:
 * with every second message of a large mailbox there are many.
 */
final class Selection {
    private final View view;
    private final int[] bounds; // the first and the last number of each range

    private Selection(View view, int[] bounds) {
        this.view = view;
        this.bounds = bounds;
    }

    /** Both inclusive. */
    record Numbers(int first, int last) {
        int count() { return last - first + 1; }
    }

    /** Collects ranges, ascending, and joins those that touch. */
    private static final class Ranges {
        private int[] bounds = new int[2];
        private int length;

        void add(int first, int last) {
            if (length > 0 && bounds[length - 1] == first - 1) {
                bounds[length - 1] = last;
                return;
            }
            if (length == bounds.length) bounds = Arrays.copyOf(bounds, length + Math.max(2, length / 4 * 2));
            bounds[length++] = first;
            bounds[length++] = last;
        }

        Selection of(View view) { return new Selection(view, length == bounds.length ? bounds : Arrays.copyOf(bounds, length)); }
    }

    static Selection all(View view) { return first(view, view.size()); }

    /** The first so many, or all. */
    static Selection first(View view, int count) {
        var ranges = new Ranges();
        if (!view.isEmpty()) ranges.add(1, Math.min(count, view.size()));
        return ranges.of(view);
    }

    /**
     * False when a number is meant that no message has: RFC 9051 section 9, seq-number. A star has none in an empty
     * mailbox.
     */
    static boolean isInRange(View view, SequenceSet numbers) {
        return numbers.largest() <= view.size() && !(view.isEmpty() && numbers.hasStar());
    }

    /** Numbers that no message has are passed over. */
    static Selection byNumber(View view, SequenceSet numbers) {
        var ranges = new Ranges();
        if (view.isEmpty()) return ranges.of(view);
        for (var range : numbers.resolve(view.size())) {
            if (range.first() > view.size()) break;
            ranges.add((int) range.first(), (int) Math.min(range.last(), view.size()));
        }
        return ranges.of(view);
    }

    /** UIDs that no message has are passed over: RFC 9051 section 6.4.9. */
    static Selection byUid(View view, SequenceSet uids) {
        var ranges = new Ranges();
        if (view.isEmpty()) return ranges.of(view);
        for (var range : uids.resolve(view.highestUid())) {
            int first = view.firstFrom(range.first());
            int last = view.firstFrom(range.last() + 1) - 1;
            if (first <= last) ranges.add(first, last);
        }
        return ranges.of(view);
    }

    /** {@code numbers}: ascending, each of a message. */
    static Selection ofNumbers(View view, int[] numbers) {
        var ranges = new Ranges();
        for (int number : numbers) ranges.add(number, number);
        return ranges.of(view);
    }

    /** Those of the UIDs, ascending, that are still there. */
    static Selection ofUids(View view, int[] uids) {
        var ranges = new Ranges();
        for (int uid : uids) {
            int number = view.number(uid & 0xFFFF_FFFFL);
            if (number > 0) ranges.add(number, number);
        }
        return ranges.of(view);
    }

    /** Those at some places of these. */
    Selection page(PageRange page) {
        int from = page.from(count());
        int to = page.to(count());
        var kept = new Ranges();
        int at = 0; // the place of the range's first message
        for (var range : ranges()) {
            int first = Math.max(from, at) - at + range.first;
            int last = Math.min(to, at + range.count()) - at + range.first - 1;
            if (first <= last) kept.add(first, last);
            at += range.count();
        }
        return kept.of(view);
    }

    /** Each is made when it is asked for. */
    List<Numbers> ranges() {
        return new AbstractList<>() {
            @Override public Numbers get(int at) { return new Numbers(bounds[2 * at], bounds[2 * at + 1]); }

            @Override public int size() { return bounds.length / 2; }
        };
    }

    boolean isEmpty() { return bounds.length == 0; }

    int count() {
        int count = 0;
        for (int at = 0; at < bounds.length; at += 2) count += bounds[at + 1] - bounds[at] + 1;
        return count;
    }

    boolean contains(int number) {
        int low = 0;
        int high = bounds.length / 2;
        while (low < high) {
            int middle = low + high >>> 1;
            if (bounds[2 * middle + 1] < number) low = middle + 1;
            else high = middle;
        }
        return 2 * low < bounds.length && bounds[2 * low] <= number;
    }

    /** All UIDs between the first and the last of a range: the view has every message up to its last. */
    UidSet uids() {
        return new UidSet(new AbstractList<>() {
            @Override public UidSet.Range get(int at) { return new UidSet.Range(view.uid(bounds[2 * at]), view.uid(bounds[2 * at + 1])); }

            @Override public int size() { return bounds.length / 2; }
        });
    }

    /** The same messages, at most {@code max} at a time, each piece made when it is asked for. */
    Iterable<Selection> pieces(int max) { return () -> new Pieces(max); }

    private final class Pieces implements Iterator<Selection> {
        private final int max;
        private int at;    // the range that is next
        private int taken; // numbers of it

        Pieces(int max) { this.max = max; }

        @Override public boolean hasNext() { return at < bounds.length; }

        @Override public Selection next() {
            if (!hasNext()) throw new NoSuchElementException();
            var piece = new Ranges();
            for (int room = max; room > 0 && hasNext(); ) {
                int first = bounds[at] + taken;
                int last = Math.min(bounds[at + 1], first + room - 1);
                piece.add(first, last);
                room -= last - first + 1;
                taken += last - first + 1;
                if (last < bounds[at + 1]) continue;
                at += 2;
                taken = 0;
            }
            return piece.of(view);
        }
    }
}
