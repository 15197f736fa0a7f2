package sigillo.account;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import sigillo.account.Copied.Pair;

/** UIDs of messages and of their copies, in runs: twelve octets for as many as follow each other in both mailboxes. */
final class Pairs extends AbstractList<Pair> implements RandomAccess {
    private static final int FIRST = 4;

    private int[] starts = new int[FIRST]; // the place of each run's first pair
    private int[] from = new int[FIRST];   // unsigned
    private int[] to = new int[FIRST];
    private int runs;
    private int size;

    static Pairs of(List<Pair> pairs) {
        if (pairs instanceof Pairs packed) return packed;
        var packed = new Pairs();
        packed.addAll(pairs);
        return packed;
    }

    @Override public boolean add(Pair pair) {
        boolean goesOn = runs > 0 && pair.from() == unsigned(from, runs - 1) + size - starts[runs - 1]
            && pair.to() == unsigned(to, runs - 1) + size - starts[runs - 1];
        if (!goesOn) begin(pair);
        size++;
        return true;
    }

    private void begin(Pair pair) {
        if (runs == starts.length) {
            int more = runs + Math.max(FIRST, runs / 4);
            starts = Arrays.copyOf(starts, more);
            from = Arrays.copyOf(from, more);
            to = Arrays.copyOf(to, more);
        }
        starts[runs] = size;
        from[runs] = (int) pair.from();
        to[runs++] = (int) pair.to();
    }

    private static long unsigned(int[] of, int run) { return of[run] & 0xFFFF_FFFFL; }

    @Override public Pair get(int at) {
        if (at < 0 || at >= size) throw new IndexOutOfBoundsException(at);
        int found = Arrays.binarySearch(starts, 0, runs, at);
        int run = found >= 0 ? found : -found - 2;
        return new Pair(unsigned(from, run) + at - starts[run], unsigned(to, run) + at - starts[run]);
    }

    @Override public int size() { return size; }
}
