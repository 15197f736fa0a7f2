package sigillo.login;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The memory of one thread that hashes: used again from hash to hash, wiped and given back when nobody has signed in
 * for a while. One thread uses it; {@link #close} from another once that has ended.
 */
final class HashMemory implements AutoCloseable {
    private static final int PAGE_OCTETS = 4096;

    private final Duration idle;
    private Arena arena;
    private MemorySegment memory;
    private long uses;

    HashMemory(Duration idle) { this.idle = idle; }

    /** Runs {@code work} with at least so much memory; afterwards {@code timer} gives it back when it stays idle. */
    synchronized <T> T with(long octets, ScheduledExecutorService timer, Work<T> work) {
        if (memory == null || memory.byteSize() < octets) {
            close();
            arena = Arena.ofShared();
            memory = arena.allocate(octets, PAGE_OCTETS);
        }
        try {
            return work.on(memory);
        } finally {
            long mine = ++uses;
            timer.schedule(() -> giveBack(mine), idle.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    interface Work<T> {
        T on(MemorySegment memory);
    }

    private synchronized void giveBack(long after) {
        if (uses == after) close();
    }

    @Override public synchronized void close() {
        if (arena == null) return;
        memory.fill((byte) 0);
        arena.close();
        arena = null;
        memory = null;
    }
}
