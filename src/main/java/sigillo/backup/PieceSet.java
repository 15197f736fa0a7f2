package sigillo.backup;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import sigillo.base.Bytes;

/**
 * A set of ids of pieces, in some 22 octets each outside of the heap: a large target has a million, and the heap is
 * small. Where an id is depends on a seed that nobody knows, since a target may tell of ids that it made up. Tables
 * beside each other, of which one grows at a time. It is to be closed. One thread.
 */
final class PieceSet implements AutoCloseable {
    private static final int TABLES = 64;
    private static final int FIRST = 8;
    /** Grows by a quarter when four of five places are taken: more would be long ways, less much empty memory. */
    private static final int TAKEN_OF_FIVE = 4;

    private final int most;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final long secondSeed = ThreadLocalRandom.current().nextLong();
    private final Table[] tables = new Table[TABLES];
    private int size;
    /** The id of zeros, which marks a free place. */
    private boolean hasZero;

    /** Of at most so many. */
    PieceSet(int most) { this.most = most; }

    /** Places for {@code count} ids, of two words each; {@code used} of them are taken. */
    private record Table(Arena arena, MemorySegment words, int count, int[] used) {
        static Table of(int count) {
            var arena = Arena.ofConfined();
            return new Table(arena, arena.allocate(ValueLayout.JAVA_LONG, 2L * count), count, new int[1]);
        }

        long high(int at) { return words.getAtIndex(ValueLayout.JAVA_LONG, 2L * at); }

        long low(int at) { return words.getAtIndex(ValueLayout.JAVA_LONG, 2L * at + 1); }

        boolean isFree(int at) { return high(at) == 0 && low(at) == 0; }

        void put(int at, long high, long low) {
            words.setAtIndex(ValueLayout.JAVA_LONG, 2L * at, high);
            words.setAtIndex(ValueLayout.JAVA_LONG, 2L * at + 1, low);
            used[0]++;
        }

        /** Where it is, or where it would be. */
        int place(long hash, long high, long low) {
            int at = (int) ((hash >>> 32) * count >>> 32);
            while (!isFree(at) && !(high(at) == high && low(at) == low)) at = at + 1 == count ? 0 : at + 1;
            return at;
        }
    }

    int size() { return size + (hasZero ? 1 : 0); }

    /** False when it is there already. Throws {@link IOException} when there are too many. */
    boolean add(Bytes id) throws IOException {
        long high = high(id);
        long low = low(id);
        if (high == 0 && low == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        long hash = hash(high, low);
        var table = table(hash);
        int at = table.place(hash, high, low);
        if (!table.isFree(at)) return false;
        if (size() >= most) throw new IOException("there are more than " + most + " pieces, which are too many");
        table.put(at, high, low);
        size++;
        if (5L * table.used()[0] > (long) TAKEN_OF_FIVE * table.count()) grow(hash);
        return true;
    }

    boolean contains(Bytes id) {
        long high = high(id);
        long low = low(id);
        if (high == 0 && low == 0) return hasZero;
        long hash = hash(high, low);
        var table = table(hash);
        return !table.isFree(table.place(hash, high, low));
    }

    /** In no order. */
    void each(Repository.PieceVisitor visitor) throws IOException {
        if (hasZero) visitor.visit(id(0, 0));
        for (var table : tables) {
            for (int at = 0; table != null && at < table.count(); at++) {
                if (!table.isFree(at)) visitor.visit(id(table.high(at), table.low(at)));
            }
        }
    }

    private Table table(long hash) {
        int which = which(hash);
        if (tables[which] == null) tables[which] = Table.of(FIRST);
        return tables[which];
    }

    /** By other bits than those that say where in its table it is. */
    private static int which(long hash) { return (int) hash & TABLES - 1; }

    private void grow(long hash) {
        var table = table(hash);
        var larger = Table.of(table.count() + table.count() / 4);
        for (int at = 0; at < table.count(); at++) {
            if (table.isFree(at)) continue;
            long high = table.high(at);
            long low = table.low(at);
            larger.put(larger.place(hash(high, low), high, low), high, low);
        }
        tables[which(hash)] = larger;
        table.arena().close();
    }

    private long hash(long high, long low) { return mixed(mixed(high ^ seed) + (low ^ secondSeed)); }

    /** Each bit of the answer depends on all (the last steps of MurmurHash3). */
    private static long mixed(long word) {
        long one = (word ^ word >>> 33) * 0xff51afd7ed558ccdL;
        long two = (one ^ one >>> 33) * 0xc4ceb9fe1a85ec53L;
        return two ^ two >>> 33;
    }

    private static Bytes id(long high, long low) {
        return Bytes.wrap(ByteBuffer.allocate(Piece.ID_OCTETS).putLong(high).putLong(low).array());
    }

    private static long high(Bytes id) { return ByteBuffer.wrap(id.unsafeArray()).getLong(0); }

    private static long low(Bytes id) { return ByteBuffer.wrap(id.unsafeArray()).getLong(8); }

    @Override public void close() {
        for (int i = 0; i < TABLES; i++) {
            if (tables[i] != null) tables[i].arena().close();
            tables[i] = null;
        }
    }
}
