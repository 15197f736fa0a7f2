package sigillo.archive;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Numbers of Emails by the digest of something, of which 40 of 64 bits count: whoever asks compares. Some 17 octets each, in
 * many small tables that grow by themselves, so that no growth takes more than one of them again. One thread.
 */
final class ByDigest {
    private static final int TABLES = 256;
    private static final int FIRST = 16;
    private static final int GROWTH_MIN = 8;

    private final Table[] tables = new Table[TABLES];

    /** {@code id}: not 0. */
    void add(long digest, long id) {
        int which = which(digest);
        if (tables[which] == null) tables[which] = new Table();
        tables[which].add((int) digest, id);
    }

    void each(long digest, LongConsumer visitor) {
        var table = tables[which(digest)];
        if (table != null) table.each((int) digest, visitor);
    }

    boolean has(long digest) {
        var found = new boolean[1];
        each(digest, _ -> found[0] = true);
        return found[0];
    }

    private static int which(long digest) { return (int) (digest >>> 56); }

    /** What all arrays hold, for tests. */
    long octets() {
        return Arrays.stream(tables).filter(table -> table != null).mapToLong(table -> 12L * table.ids.length).sum();
    }

    /** Open addressing, at most four fifths full. */
    private static final class Table {
        private int[] tags = new int[FIRST];
        private long[] ids = new long[FIRST];
        private int count;

        void add(int tag, long id) {
            if (5 * (count + 1) > 4 * ids.length) grow();
            put(tag, id);
            count++;
        }

        private void put(int tag, long id) {
            int at = home(tag);
            while (ids[at] != 0) at = next(at);
            tags[at] = tag;
            ids[at] = id;
        }

        void each(int tag, LongConsumer visitor) {
            for (int at = home(tag); ids[at] != 0; at = next(at)) {
                if (tags[at] == tag) visitor.accept(ids[at]);
            }
        }

        private int next(int at) { return at + 1 == ids.length ? 0 : at + 1; }

        private int home(int tag) { return (int) ((tag * 0x9E3779B9 & 0xFFFFFFFFL) * ids.length >>> 32); }

        private void grow() {
            var beforeTags = tags;
            var beforeIds = ids;
            tags = new int[beforeIds.length + Math.max(GROWTH_MIN, beforeIds.length / 8)];
            ids = new long[tags.length];
            for (int at = 0; at < beforeIds.length; at++) {
                if (beforeIds[at] != 0) put(beforeTags[at], beforeIds[at]);
            }
        }
    }
}
