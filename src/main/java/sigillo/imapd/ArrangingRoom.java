package sigillo.imapd;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.search.Progress;

/**
 * How many messages are sorted and threaded at the same time in the whole server: each takes 24 octets while it is sorted. Who
 * finds no room waits; short ones wait for others, never for a place behind them. Any thread.
 */
final class ArrangingRoom {
    private final int max;
    private final Semaphore free;

    ArrangingRoom(int max) {
        this.max = max;
        this.free = new Semaphore(max);
    }

    /** Closed when its messages are arranged. */
    record Room(Semaphore free, int count) implements AutoCloseable {
        @Override public void close() { free.release(count); }
    }

    /** Throws {@link TooMany} when there never is so much room. */
    Room take(int count, Progress progress) throws TooMany {
        if (count > max) throw new TooMany(count);
        try {
            while (!free.tryAcquire(count, 10, TimeUnit.MILLISECONDS)) progress.check();
            return new Room(free, count);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopping);
        }
    }
}
