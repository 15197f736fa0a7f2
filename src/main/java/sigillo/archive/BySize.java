package sigillo.archive;

import java.io.IOException;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The Emails that an account has when an import begins, by size; those of one size are read when the first message of that
 * size comes, and are known by their digests from then on. 16 octets each, in place: sorted arrays, of which nothing is
 * copied. As quick where all have the same size. One thread.
 */
final class BySize {
    private final int[] sizes;
    /** 0: its message was gone when it was read. */
    private final long[] ids;
    /** Of those that were read, a part of the digest. */
    private final int[] tags;
    /** Where a size begins that was read. */
    private final BitSet read = new BitSet();
    private int count;

    BySize(int capacity) {
        sizes = new int[capacity];
        ids = new long[capacity];
        tags = new int[capacity];
    }

    interface Digest {
        /** Of an Email's content; empty when it is gone. */
        OptionalLong of(long id) throws IOException;
    }

    /** False when there is no place, even without those that came twice. Before {@link #sort} only. */
    boolean add(long size, long id) {
        if (count == ids.length && !makesPlace()) return false;
        sizes[count] = whole(size);
        ids[count++] = id;
        return true;
    }

    /** So many that the next sort does not come at once. */
    private boolean makesPlace() {
        sort();
        return count < ids.length - ids.length / 16;
    }

    /** Each Email once. When all are there. */
    void sort() {
        sort(sizes, ids, 0, count);
        int unique = 0;
        for (int at = 0; at < count; at++) {
            boolean isAgain = unique > 0 && ids[unique - 1] == ids[at] && sizes[unique - 1] == sizes[at];
            if (isAgain) continue;
            sizes[unique] = sizes[at];
            ids[unique++] = ids[at];
        }
        count = unique;
    }

    /** {@code digest} is asked for each Email of this size, once. */
    void read(long size, Digest digest) throws IOException {
        int from = first(sizes, 0, count, whole(size));
        if (read.get(from)) return;
        int to = end(from);
        for (int at = from; at < to; at++) {
            var its = digest.of(ids[at]);
            if (its.isEmpty()) ids[at] = 0;
            tags[at] = (int) its.orElse(0);
        }
        sort(tags, ids, from, to);
        read.set(from);
    }

    /** Of this size and digest; perhaps some others. What was not read is not seen. */
    void each(long size, long digest, LongConsumer visitor) {
        int from = first(sizes, 0, count, whole(size));
        if (!read.get(from)) return;
        int to = end(from);
        for (int at = first(tags, from, to, (int) digest); at < to && tags[at] == (int) digest; at++) {
            if (ids[at] != 0) visitor.accept(ids[at]);
        }
    }

    private int end(int from) {
        if (from == count) return from;
        return sizes[from] == Integer.MAX_VALUE ? count : first(sizes, from, count, sizes[from] + 1);
    }

    private static int whole(long size) { return (int) Math.min(size, Integer.MAX_VALUE); }

    /** The first place whose key is not less. */
    private static int first(int[] keys, int from, int to, int key) {
        int low = from;
        for (int high = to; low < high; ) {
            int middle = low + high >>> 1;
            if (keys[middle] < key) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /** By key, then id: a heap sort, since others take memory as large as what they sort. */
    private static void sort(int[] keys, long[] ids, int from, int to) {
        int length = to - from;
        for (int top = length / 2 - 1; top >= 0; top--) sink(keys, ids, from, top, length);
        for (int last = length - 1; last > 0; last--) {
            swap(keys, ids, from, from + last);
            sink(keys, ids, from, 0, last);
        }
    }

    private static void sink(int[] keys, long[] ids, int from, int top, int length) {
        for (int at = top, child = 2 * at + 1; child < length; at = child, child = 2 * at + 1) {
            if (child + 1 < length && isLess(keys, ids, from + child, from + child + 1)) child++;
            if (!isLess(keys, ids, from + at, from + child)) return;
            swap(keys, ids, from + at, from + child);
        }
    }

    private static boolean isLess(int[] keys, long[] ids, int one, int other) {
        return keys[one] < keys[other] || keys[one] == keys[other] && ids[one] < ids[other];
    }

    private static void swap(int[] keys, long[] ids, int one, int other) {
        int key = keys[one];
        keys[one] = keys[other];
        keys[other] = key;
        long id = ids[one];
        ids[one] = ids[other];
        ids[other] = id;
    }

    /** What all arrays hold, for tests. */
    long octets() { return (long) ids.length * Long.BYTES + 2L * ids.length * Integer.BYTES; }
}
