package sigillo.archive;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * UIDs by another number, of which all 64 bits count, 24 to 48 octets each, at most {@link #MAX}: an import must not take
 * the memory that the server needs for everybody's mail. One thread.
 */
final class ByNumber {
    /** 12 MiB. */
    static final int MAX = 1 << 19;
    private static final int FIRST = 1 << 10;
    private static final int NONE = -1;

    private long[] numbers = new long[FIRST];
    private long[] ids = new long[FIRST];
    /** The one before with the same head. */
    private int[] before = new int[FIRST];
    private int[] heads = free(FIRST);
    private int count;

    boolean isFull() { return count >= MAX; }

    void add(long number, long id) {
        if (count == ids.length) grow();
        numbers[count] = number;
        ids[count] = id;
        link(count++);
    }

    void each(long number, LongConsumer visitor) {
        for (int at = heads[head(number)]; at != NONE; at = before[at]) {
            if (numbers[at] == number) visitor.accept(ids[at]);
        }
    }

    private void link(int at) {
        int head = head(numbers[at]);
        before[at] = heads[head];
        heads[head] = at;
    }

    private int head(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & heads.length - 1;
    }

    private void grow() {
        int length = 2 * ids.length;
        numbers = Arrays.copyOf(numbers, length);
        ids = Arrays.copyOf(ids, length);
        before = new int[length];
        heads = free(length);
        for (int i = 0; i < count; i++) link(i);
    }

    private static int[] free(int length) {
        var heads = new int[length];
        Arrays.fill(heads, NONE);
        return heads;
    }
}
