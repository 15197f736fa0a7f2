package sigillo.imapd;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import sigillo.imap.SortKey;

/**
 * Sorts messages by keys that are not kept: eight octets of a key at a time, and only of messages that are the same so far. What
 * is held is 24 octets a message whatever its keys are: its place in the order and its neighbour's, eight octets of its key,
 * and a hash of what follows, by which messages are known that have the same key to its end (a thread, all with one subject).
 * RFC 5256 section 3: what is the same by all keys stays in the order of numbers.
 */
final class Sorting {
    private final int[] order;  // places, in the order so far
    private final int[] merged;
    private final long[] chunks; // by place
    private final int[] hashes;  // by place: 0 when nothing follows the chunk
    private final BitSet starts = new BitSet(); // where in the order a group of messages begins that are the same so far
    private final BitSet done = new BitSet();   // by where it begins: the group is the same by the whole key
    private final Keys keys;

    /** Reads keys. */
    interface Keys {
        /**
         * Calls {@code out} for those places of a message that are wanted, ascending: with the eight octets of its key from
         * {@code offset} on, unsigned, and a hash of what follows them, which is 0 when nothing does.
         */
        void read(SortKey.Field field, int offset, BitSet wanted, Chunk out) throws IOException;
    }

    interface Chunk {
        void at(int place, long chunk, int hash);
    }

    Sorting(int count, Keys keys) {
        this.keys = keys;
        this.order = new int[count];
        this.merged = new int[count];
        this.chunks = new long[count];
        this.hashes = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        if (count > 0) starts.set(0);
    }

    /** Places in their order. */
    int[] by(List<SortKey> all) throws IOException {
        for (var key : all) refine(key);
        return order;
    }

    /** Where groups begin that are the same by all keys so far. */
    BitSet groups() { return starts; }

    private int end(int start) {
        int next = starts.nextSetBit(start + 1);
        return next < 0 ? order.length : next;
    }

    void refine(SortKey key) throws IOException {
        done.clear();
        for (int offset = 0; ; offset += Long.BYTES) {
            var wanted = undecided();
            if (wanted.isEmpty()) return;
            keys.read(key.field(), offset, wanted, (place, chunk, hash) -> {
                chunks[place] = chunk ^ Long.MIN_VALUE;
                hashes[place] = hash;
            });
            var before = (BitSet) starts.clone();
            for (int start = before.nextSetBit(0); start >= 0; ) {
                int next = before.nextSetBit(start + 1);
                int end = next < 0 ? order.length : next;
                if (end - start > 1 && !done.get(start)) split(start, end, key.reverse());
                start = next;
            }
        }
    }

    private BitSet undecided() {
        var wanted = new BitSet(order.length);
        for (int start = starts.nextSetBit(0); start >= 0; start = starts.nextSetBit(start + 1)) {
            int end = end(start);
            if (end - start < 2 || done.get(start)) continue;
            for (int i = start; i < end; i++) wanted.set(order[i]);
        }
        return wanted;
    }

    private void split(int start, int end, boolean reverse) {
        sort(start, end, reverse);
        for (int from = start; from < end; ) {
            int to = from + 1;
            boolean same = true;
            for (; to < end && chunks[order[to]] == chunks[order[from]]; to++) same &= hashes[order[to]] == hashes[order[from]];
            starts.set(from);
            if (same) done.set(from);
            from = to;
        }
    }

    /** Stable. */
    private void sort(int start, int end, boolean reverse) {
        if (end - start < 2) return;
        int middle = start + end >>> 1;
        sort(start, middle, reverse);
        sort(middle, end, reverse);
        System.arraycopy(order, start, merged, start, end - start);
        int left = start;
        int right = middle;
        for (int to = start; to < end; to++) {
            boolean takesLeft = right >= end || left < middle && !isAfter(merged[left], merged[right], reverse);
            order[to] = takesLeft ? merged[left++] : merged[right++];
        }
    }

    private boolean isAfter(int one, int other, boolean reverse) {
        return reverse ? chunks[one] < chunks[other] : chunks[one] > chunks[other];
    }
}
