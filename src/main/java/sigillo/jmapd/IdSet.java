package sigillo.jmapd;

import java.util.HashMap;
import java.util.Map;

/** Ids, each once: a bit each where they are dense, as ids of an account are. One thread adds; then any may ask. */
final class IdSet {
    private static final int BITS = 9;
    private static final int WORDS = (1 << BITS) / Long.SIZE;
    /** About what an Email's own takes, with that of its thread: they have numbers of one row. In octets. */
    static final int OCTETS = 1;

    private final Map<Long, long[]> pieces = new HashMap<>();
    private long last = -1; // the piece that was added to last
    private long[] piece;

    /** False when it was there. */
    boolean add(long id) {
        var words = piece(id);
        int at = (int) (id >> 6) & WORDS - 1;
        boolean isNew = (words[at] & 1L << id) == 0;
        words[at] |= 1L << id;
        return isNew;
    }

    boolean has(long id) {
        var words = pieces.get(id >> BITS);
        return words != null && (words[(int) (id >> 6) & WORDS - 1] & 1L << id) != 0;
    }

    private long[] piece(long id) {
        if (id >> BITS == last) return piece;
        last = id >> BITS;
        piece = pieces.computeIfAbsent(last, _ -> new long[WORDS]);
        return piece;
    }
}
