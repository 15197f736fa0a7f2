package sigillo.archive;

import java.util.function.LongConsumer;

/** Numbers of Emails by the size of their messages, sixteen to forty octets each: an account may have a million. One thread. */
final class BySize {
    private static final int FIRST = 1 << 10;

    private long[] sizes = new long[FIRST];
    /** 0 is a free place: ids begin at 1. */
    private long[] ids = new long[FIRST];
    private int count;

    void add(long size, long id) {
        if (2 * count >= ids.length) grow();
        put(size, id);
        count++;
    }

    void each(long size, LongConsumer visitor) {
        for (int at = place(size); ids[at] != 0; at = at + 1 & ids.length - 1) {
            if (sizes[at] == size) visitor.accept(ids[at]);
        }
    }

    private void put(long size, long id) {
        int at = place(size);
        while (ids[at] != 0) at = at + 1 & ids.length - 1;
        sizes[at] = size;
        ids[at] = id;
    }

    private int place(long size) {
        long mixed = size * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & ids.length - 1;
    }

    private void grow() {
        var oldSizes = sizes;
        var oldIds = ids;
        sizes = new long[2 * oldIds.length];
        ids = new long[2 * oldIds.length];
        for (int i = 0; i < oldIds.length; i++) if (oldIds[i] != 0) put(oldSizes[i], oldIds[i]);
    }
}
