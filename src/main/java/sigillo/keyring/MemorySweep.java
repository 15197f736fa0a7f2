package sigillo.keyring;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Overwrites what is free on the heap, so that nothing of what an owner has read stays behind when his session is over:
 * objects cannot be wiped one by one (a text is not changeable, and a collector leaves copies), and an idle server
 * would keep them for days. Takes some tens of milliseconds. Made for the serial collector, which our launcher chooses;
 * with another it does less.
 */
final class MemorySweep {
    private static final int PIECE_OCTETS = 64 << 10;
    /** The launcher's {@code PretenureSizeThreshold}: arrays of this length go into the old generation. */
    private static final int OLD_PIECE_OCTETS = 256 << 10;

    /**
     * Where the pieces go, so that no compiler leaves them out. Softly: the JVM takes them back before it tells anybody
     * that memory is at its end, which our launcher makes the end of the process.
     */
    private static volatile Object pieces;

    private static SoftReference<byte[]> piece(int octets) { return new SoftReference<>(new byte[octets]); }

    private MemorySweep() {}

    static synchronized void run() {
        System.gc(); // what lives is moved together, out of the young generation
        try {
            overwriteYoung();
            overwriteOld();
        } finally {
            pieces = null;
        }
    }

    /**
     * Eden is filled thrice while some pieces live: those are copied into the one survivor space, then into the other.
     */
    private static void overwriteYoung() {
        var living = new ArrayList<SoftReference<byte[]>>();
        pieces = living;
        long survivor = free("Survivor Space").orElse(0L);
        living.add(piece(PIECE_OCTETS));
        for (long octets = 2 * PIECE_OCTETS; octets < survivor; octets += PIECE_OCTETS) living.add(piece(PIECE_OCTETS));
        long eden = pool("Eden Space").map(pool -> pool.getUsage().getCommitted()).orElse(0L);
        for (long octets = 0; octets < 3 * eden; octets += PIECE_OCTETS) living.set(0, piece(PIECE_OCTETS));
    }

    /**
     * Up to where it ends now, and a piece beyond: it may grow by that. No more pieces than it has place for, also
     * where others take them as quickly as they come.
     */
    private static void overwriteOld() {
        var old = pool("Tenured Gen");
        if (old.isEmpty()) return;
        var living = new ArrayList<SoftReference<byte[]>>();
        pieces = living;
        long end = old.get().getUsage().getCommitted();
        long last = Math.min(end, old.get().getUsage().getMax() - 4 * OLD_PIECE_OCTETS);
        for (long left = end / OLD_PIECE_OCTETS; left > 0 && old.get().getUsage().getUsed() < last; left--) {
            living.add(piece(OLD_PIECE_OCTETS));
        }
    }

    private static Optional<Long> free(String name) {
        return pool(name).map(pool -> pool.getUsage().getCommitted() - pool.getUsage().getUsed());
    }

    private static Optional<MemoryPoolMXBean> pool(String name) {
        var pools = ManagementFactory.getMemoryPoolMXBeans();
        return pools.stream().filter(pool -> pool.getName().equals(name)).findFirst();
    }
}
