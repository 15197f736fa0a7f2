package sigillo.imapd;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.search.Progress;

/**
 * How much is sorted and threaded at the same time in the whole server, in places of {@link #OCTETS}, which is what a message takes
 * while it is sorted; while it is threaded it takes more of them. Who finds no room waits; short ones wait for others, never for a
 * place behind them. Any thread.
 */
final class ArrangingRoom {
    /** Of a place. */
    static final int OCTETS = 24;

    private final int max;
    private final Semaphore free;

    ArrangingRoom(int max) {
        this.max = max;
        this.free = new Semaphore(max);
    }

    /** Closed when its messages are arranged. */
    record Room(Semaphore free, int places) implements AutoCloseable {
        @Override public void close() { free.release(places); }
    }

    /** For so many messages that take {@code octets} each. Throws {@link TooMany} when there never is so much room. */
    Room take(int count, int octets, Progress progress) throws TooMany {
        long wanted = ((long) count * octets + OCTETS - 1) / OCTETS;
        if (wanted > max) throw new TooMany(count);
        int places = (int) wanted;
        try {
            while (!free.tryAcquire(places, 10, TimeUnit.MILLISECONDS)) progress.check();
            return new Room(free, places);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopping);
        }
    }
}
