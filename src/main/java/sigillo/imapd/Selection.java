package sigillo.imapd;

import java.util.ArrayList;
import java.util.List;
import sigillo.account.UidSet;
import sigillo.imap.PageRange;
import sigillo.imap.SequenceSet;

/** Messages of a {@link View} that a command is about: ranges of numbers, ascending, apart from each other. */
record Selection(View view, List<Numbers> ranges) {
    /** Both inclusive. */
    record Numbers(int first, int last) {
        int count() { return last - first + 1; }
    }

    Selection { ranges = List.copyOf(ranges); }

    static Selection all(View view) { return first(view, view.size()); }

    /** The first so many, or all. */
    static Selection first(View view, int count) {
        return new Selection(view, view.isEmpty() ? List.of() : List.of(new Numbers(1, Math.min(count, view.size()))));
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
        var ranges = new ArrayList<Numbers>();
        if (view.isEmpty()) return new Selection(view, ranges);
        for (var range : numbers.resolve(view.size())) {
            if (range.first() > view.size()) break;
            ranges.add(new Numbers((int) range.first(), (int) Math.min(range.last(), view.size())));
        }
        return new Selection(view, ranges);
    }

    /** UIDs that no message has are passed over: RFC 9051 section 6.4.9. */
    static Selection byUid(View view, SequenceSet uids) {
        var ranges = new ArrayList<Numbers>();
        if (view.isEmpty()) return new Selection(view, ranges);
        for (var range : uids.resolve(view.highestUid())) {
            int first = view.firstFrom(range.first());
            int last = view.firstFrom(range.last() + 1) - 1;
            if (first <= last) ranges.add(new Numbers(first, last));
        }
        return new Selection(view, joined(ranges));
    }

    /** Those of the UIDs, ascending, that are still there. */
    static Selection ofUids(View view, int[] uids) {
        var ranges = new ArrayList<Numbers>();
        for (int uid : uids) {
            int number = view.number(uid & 0xFFFF_FFFFL);
            if (number > 0) ranges.add(new Numbers(number, number));
        }
        return new Selection(view, joined(ranges));
    }

    private static List<Numbers> joined(List<Numbers> ranges) {
        var joined = new ArrayList<Numbers>();
        for (var range : ranges) {
            if (!joined.isEmpty() && joined.getLast().last == range.first - 1) {
                joined.set(joined.size() - 1, new Numbers(joined.getLast().first, range.last));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    /** Those at some places of these. */
    Selection page(PageRange page) {
        int from = page.from(count());
        int to = page.to(count());
        var kept = new ArrayList<Numbers>();
        int at = 0; // the place of the range's first message
        for (var range : ranges) {
            int first = Math.max(from, at) - at + range.first;
            int last = Math.min(to, at + range.count()) - at + range.first - 1;
            if (first <= last) kept.add(new Numbers(first, last));
            at += range.count();
        }
        return new Selection(view, kept);
    }

    boolean isEmpty() { return ranges.isEmpty(); }

    int count() {
        int count = 0;
        for (var range : ranges) count += range.count();
        return count;
    }

    boolean contains(int number) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (ranges.get(middle).last < number) low = middle + 1;
            else high = middle;
        }
        return low < ranges.size() && ranges.get(low).first <= number;
    }

    /** All UIDs between the first and the last of a range: the view has every message up to its last. */
    UidSet uids() {
        var uids = new ArrayList<UidSet.Range>();
        for (var range : ranges) uids.add(new UidSet.Range(view.uid(range.first), view.uid(range.last)));
        return new UidSet(uids);
    }

    /** The same messages, at most {@code max} at a time. */
    List<Selection> pieces(int max) {
        var pieces = new ArrayList<Selection>();
        var piece = new ArrayList<Numbers>();
        int room = max;
        for (var range : ranges) {
            for (int first = range.first; first <= range.last; ) {
                int last = Math.min(range.last, first + room - 1);
                piece.add(new Numbers(first, last));
                room -= last - first + 1;
                first = last + 1;
                if (room == 0) {
                    pieces.add(new Selection(view, piece));
                    piece = new ArrayList<>();
                    room = max;
                }
            }
        }
        if (!piece.isEmpty()) pieces.add(new Selection(view, piece));
        return pieces;
    }
}
