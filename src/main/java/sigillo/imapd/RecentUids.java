package sigillo.imapd;

import java.util.ArrayList;
import java.util.List;
import sigillo.account.UidSet;

/**
 * The UIDs that are \Recent in one session: RFC 3501 section 2.3.2. Ranges, ascending and apart: one, as long as no other
 * session hears of new messages before this one.
 */
final class RecentUids {
    private final List<UidSet.Range> ranges = new ArrayList<>();

    /** Nothing when {@code last} is lower. {@code last} is above all that were added before. */
    void add(long first, long last) {
        if (first > last) return;
        boolean goesOn = !ranges.isEmpty() && ranges.getLast().last() >= first - 1;
        long from = goesOn ? ranges.removeLast().first() : first;
        ranges.add(new UidSet.Range(from, last));
    }

    boolean has(long uid) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (ranges.get(middle).last() < uid) low = middle + 1;
            else high = middle;
        }
        return low < ranges.size() && ranges.get(low).first() <= uid;
    }

    /** Those that are in the view. */
    int count(View view) {
        int count = 0;
        for (var range : ranges) count += view.firstFrom(range.last() + 1) - view.firstFrom(range.first());
        return count;
    }
}
