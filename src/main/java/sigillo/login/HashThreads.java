package sigillo.login;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Hashes on a few platform threads, each with memory of its own, because a hash is long and takes much. At most {@link
 * LoginLimits#HASHES_WAITING_MAX} wait; who may be turned away is, others wait. Any thread.
 */
final class HashThreads implements AutoCloseable {
    private final Semaphore places = new Semaphore(LoginLimits.HASHES_WAITING_MAX, true);
    private final ExecutorService threads = Executors.newFixedThreadPool(LoginLimits.HASHES_AT_ONCE,
        Thread.ofPlatform().name("password-", 0).daemon().factory());
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("password-memory").daemon().factory());
    private final List<HashMemory> memories =
        Stream.generate(() -> new HashMemory(LoginLimits.HASH_MEMORY_IDLE)).limit(LoginLimits.HASHES_AT_ONCE).toList();
    /** The one that was used last comes first, so that a lonely sign-in warms one only. */
    private final Deque<HashMemory> free = new ConcurrentLinkedDeque<>(memories);

    /** A hash and the memory that it needs, in octets. */
    record Hashing<T>(long octets, HashMemory.Work<T> work) {}

    /** Empty when too many wait already. */
    <T> Optional<T> tryRun(Hashing<T> hashing) {
        return places.tryAcquire() ? Optional.of(placed(hashing)) : Optional.empty();
    }

    /** Empty when too many wait for so long. */
    <T> Optional<T> tryRun(Hashing<T> hashing, Duration patience) {
        try {
            boolean isPlaced = places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            return isPlaced ? Optional.of(placed(hashing)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Blocks while others wait. */
    <T> T run(Hashing<T> hashing) {
        places.acquireUninterruptibly();
        return placed(hashing);
    }

    private <T> T placed(Hashing<T> hashing) {
        try {
            return join(threads.submit(() -> hash(hashing)));
        } finally {
            places.release();
        }
    }

    /** There is memory for each thread. */
    private <T> T hash(Hashing<T> hashing) {
        var memory = free.pop();
        try {
            return memory.with(hashing.octets, timer, hashing.work);
        } finally {
            free.push(memory);
        }
    }

    /** A hash under way cannot be stopped: an interrupt is kept for later. */
    private static <T> T join(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("hashing failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override public void close() {
        threads.close();
        timer.shutdownNow();
        memories.forEach(HashMemory::close);
    }
}
