package sigillo.jmapd;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import sigillo.account.EmailId;
import sigillo.jmap.Window;

/**
 * What a query has found that is sorted by nothing but when Emails came, as lists of mail are: three numbers of each, in arrays. So a page at the
 * end of a mailbox of 200,000 takes less than half of what {@link Found} takes for it.
 */
final class FoundByArrival implements Finding {
    /** Of what a {@link Candidate} takes, as a fraction: three numbers, one more while they are put in order, and one while they are moved. */
    static final int SHARE = 5;
    static final int OF = 8;
    /** An index beside a number in one {@code long}: of more there are none, {@link DoorLimits#QUERIED_EMAILS_MAX}. */
    private static final int INDEX_BITS = 20;
    private static final int INDEX = (1 << INDEX_BITS) - 1;
    /** What is from before 1691 or after 2248 counts as of then. In milliseconds. */
    private static final long TIME_MAX = (1L << 63 - INDEX_BITS) - 1;

    private final boolean ascending;
    private final boolean collapse;
    private final OptionalLong first;
    /** Of those that are kept. */
    private final int most;
    private final IdSet threads = new IdSet();
    private long[] ids;
    private long[] of; // its thread
    private long[] at;
    private int kept;
    private int count;

    /** {@code first}: so many are needed, of all where it is empty. {@code expected}: Emails that there may be. */
    FoundByArrival(boolean ascending, boolean collapse, OptionalLong first, long expected) {
        this.ascending = ascending;
        this.collapse = collapse;
        this.first = first;
        most = (int) Math.min(INDEX, first.orElse(INDEX) + Found.SPARE);
        int size = (int) Math.min(most, expected);
        ids = new long[size];
        of = new long[size];
        at = new long[size];
    }

    @Override public synchronized void addAll(List<Candidate> more) {
        for (var one : more) {
            if (!collapse || threads.add(one.thread())) count++;
            if (kept == ids.length) make();
            ids[kept] = one.id();
            of[kept] = one.thread();
            at[kept++] = Math.clamp(one.receivedAt(), -TIME_MAX, TIME_MAX);
        }
    }

    /** Room for one more: by leaving out what is not needed, or else by more of it. */
    private void make() {
        if (first.isPresent() && kept == most) prune();
        if (kept < ids.length) return;
        int size = Math.min(most, kept + Math.max(Found.SPARE, kept / 2));
        if (size == kept) throw new IllegalStateException("more than " + INDEX + " Emails at once");
        ids = Arrays.copyOf(ids, size);
        of = Arrays.copyOf(of, size);
        at = Arrays.copyOf(at, size);
    }

    int kept() { return kept; }

    private void prune() {
        var order = order();
        ids = moved(ids, order);
        of = moved(of, order);
        at = moved(at, order);
        if (collapse) collapse();
        kept = (int) Math.min(kept, first.orElse(Integer.MAX_VALUE));
    }

    /** The places of those that are kept, as they follow each other: by time, then by id. */
    private long[] order() {
        var keys = new long[kept];
        for (int i = 0; i < kept; i++) keys[i] = (ascending ? at[i] : -at[i]) << INDEX_BITS | i;
        Arrays.sort(keys);
        for (int from = 0, to; from < kept; from = to) {
            for (to = from + 1; to < kept && keys[to] >> INDEX_BITS == keys[from] >> INDEX_BITS; ) to++;
            if (to > from + 1) byId(keys, from, to);
        }
        return keys;
    }

    /** Of the same time. */
    private void byId(long[] keys, int from, int to) {
        for (int i = from; i < to; i++) {
            int index = (int) keys[i] & INDEX;
            keys[i] = ids[index] << INDEX_BITS | index; // ids are counted: they do not come to 2^43
        }
        Arrays.sort(keys, from, to);
    }

    private long[] moved(long[] values, long[] order) {
        var moved = new long[values.length];
        for (int i = 0; i < kept; i++) moved[i] = values[(int) order[i] & INDEX];
        return moved;
    }

    /** RFC 8621 section 4.4.3: the first of each thread. */
    private void collapse() {
        var seen = new IdSet();
        int left = 0;
        for (int i = 0; i < kept; i++) {
            if (!seen.add(of[i])) continue;
            ids[left] = ids[i];
            of[left] = of[i];
            at[left++] = at[i];
        }
        kept = left;
    }

    @Override public synchronized Window.Results results() {
        prune();
        of = at = new long[0];
        return new Window.Results() {
            @Override public int size() { return count; }

            @Override public String id(int index) { return new EmailId(ids[index]).toString(); }

            @Override public int indexOf(String id) {
                for (int i = 0; i < kept; i++) if (id(i).equals(id)) return i;
                return -1;
            }
        };
    }
}
