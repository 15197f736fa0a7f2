package sigillo.account;

import java.util.Arrays;
import java.util.List;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * UIDs, ascending, each once, by their numbers from 1 on. In pieces of {@value UidPiece#SPAN} UIDs: a bit a message where they are
 * dense, two octets where they are not, and some 50 a piece. A {@link #copy} has its own only of what it changes, and 12 octets a
 * piece. Any thread may read it while none changes it; one that is {@link #freeze frozen} may be copied by any.
 */
public final class UidList {
    private int[] highs = new int[4];
    private UidPiece[] pieces = new UidPiece[4];
    private int[] before = new int[4]; // how many are in the pieces before
    private int count;
    private int size;

    public UidList() {}

    /** Unsigned, ascending. */
    public static UidList of(int... uids) {
        var list = new UidList();
        for (int uid : uids) list.add(uid & UidSet.UID_MAX);
        return list;
    }

    /** It will not be changed any more. */
    UidList freeze() {
        for (int i = 0; i < count; i++) pieces[i].share();
        return this;
    }

    /** Of one that is frozen. */
    UidList copy() {
        var copy = new UidList();
        copy.highs = Arrays.copyOf(highs, count);
        copy.pieces = Arrays.copyOf(pieces, count);
        copy.before = Arrays.copyOf(before, count);
        copy.count = count;
        copy.size = size;
        return copy;
    }

    /** About how many octets it takes, and a copy of it. */
    long octets() {
        long octets = 64;
        for (int i = 0; i < count; i++) octets += 64 + Math.min(512, 2L * pieces[i].size());
        return octets;
    }

    public int size() { return size; }

    /** {@code number} counts from 1. */
    public long uid(int number) {
        if (number < 1 || number > size) throw new IndexOutOfBoundsException(number);
        int at = Arrays.binarySearch(before, 0, count, number - 1);
        if (at < 0) at = -at - 2;
        return (long) highs[at] << UidPiece.BITS | pieces[at].at(number - 1 - before[at]);
    }

    /** 0 when there are none. */
    public long highest() { return size == 0 ? 0 : uid(size); }

    /** The number of the first that is not below this one, one more than there are if none is. */
    public int firstFrom(long uid) {
        if (uid <= 0) return 1;
        if (uid > UidSet.UID_MAX) return size + 1;
        int at = place(high(uid));
        if (at >= 0) return before[at] + pieces[at].below(low(uid)) + 1;
        return -at - 1 < count ? before[-at - 1] + 1 : size + 1;
    }

    /** 0 when it is not there. */
    public int number(long uid) {
        if (uid <= 0 || uid > UidSet.UID_MAX) return 0;
        int at = place(high(uid));
        return at >= 0 && pieces[at].has(low(uid)) ? before[at] + pieces[at].below(low(uid)) + 1 : 0;
    }

    boolean has(long uid) {
        if (uid <= 0 || uid > UidSet.UID_MAX) return false;
        int at = place(high(uid));
        return at >= 0 && pieces[at].has(low(uid));
    }

    /** Whether there is one with these bits above those of a piece. */
    boolean hasAny(int high) { return place(high) >= 0; }

    static int high(long uid) { return (int) (uid >>> UidPiece.BITS); }

    static int low(long uid) { return (int) uid & UidPiece.SPAN - 1; }

    private int place(int high) { return Arrays.binarySearch(highs, 0, count, high); }

    /** It must be above all. */
    public void add(long uid) {
        if (uid <= 0 || uid > UidSet.UID_MAX) throw new IllegalArgumentException("no UID: " + uid);
        int last = count - 1;
        if (last < 0 || high(uid) > highs[last]) {
            open(count, uid);
            before[count - 1] = size;
        } else {
            if (uid <= highest()) throw new IllegalArgumentException(uid + " is not above " + highest());
            pieces[last] = pieces[last].with(low(uid));
        }
        size++;
    }

    private void open(int at, long uid) {
        if (count == pieces.length) {
            int more = count + Math.max(4, count / 8);
            highs = Arrays.copyOf(highs, more);
            pieces = Arrays.copyOf(pieces, more);
            before = Arrays.copyOf(before, more);
        }
        System.arraycopy(highs, at, highs, at + 1, count - at);
        System.arraycopy(pieces, at, pieces, at + 1, count - at);
        highs[at] = high(uid);
        pieces[at] = UidPiece.of(low(uid));
        count++;
    }

    /** Those that are there already stay. */
    public void addAll(List<Long> uids) {
        boolean isInOrder = true;
        for (long uid : uids) {
            if (isInOrder && uid > highest()) {
                add(uid);
            } else if (!has(uid)) {
                int at = place(high(uid));
                if (at >= 0) pieces[at] = pieces[at].with(low(uid));
                else open(-at - 1, uid);
                isInOrder = false; // the numbers are wrong until they are counted again
            }
        }
        if (!isInOrder) count();
    }

    /** By numbers, ascending, each once. */
    public void remove(int[] numbers) {
        var lows = new int[UidPiece.SPAN];
        int kept = 0;
        int next = 0;
        for (int i = 0; i < count; i++) {
            int gone = 0;
            while (next < numbers.length && numbers[next] <= before[i] + pieces[i].size()) {
                lows[gone++] = pieces[i].at(numbers[next++] - 1 - before[i]);
            }
            var left = gone == 0 ? pieces[i] : pieces[i].without(lows, gone);
            if (left.size() == 0) continue;
            highs[kept] = highs[i];
            pieces[kept++] = left;
        }
        Arrays.fill(pieces, kept, count, null);
        count = kept;
        count();
    }

    private void count() {
        size = 0;
        for (int i = 0; i < count; i++) {
            before[i] = size;
            size += pieces[i].size();
        }
    }

    /** By UIDs; those that are not there are passed over. */
    void removeAll(List<Long> uids) {
        remove(uids.stream().mapToInt(this::number).filter(number -> number > 0).sorted().distinct().toArray());
    }

    // ---- as rows ----

    int pieces() { return count; }

    /** The pieces {@code [from, to)}. */
    void encode(RowOut out, int from, int to) {
        for (int i = from; i < to; i++) {
            out.number(highs[i]);
            pieces[i].encode(out);
        }
    }

    /** The next pieces, up to the end of the row. What {@link #encode} did not write is a {@link sigillo.store.StoreException}. */
    void decode(RowIn in) {
        while (!in.isAtEnd()) {
            long high = in.number();
            if (high < 0 || high > UidSet.UID_MAX >>> UidPiece.BITS || count > 0 && high <= highs[count - 1]) throw RowIn.broken("UIDs out of order");
            open(count, high << UidPiece.BITS);
            pieces[count - 1] = UidPiece.decode(in);
            if (high == 0 && pieces[count - 1].has(0)) throw RowIn.broken("UID 0");
            before[count - 1] = size;
            size += pieces[count - 1].size();
        }
    }
}
