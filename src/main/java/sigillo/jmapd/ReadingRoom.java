package sigillo.jmapd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/**
 * Where messages are read to be shown: few at a time, of all accounts. Who is in it does not enter again. Any thread.
 */
final class ReadingRoom {
    private final Semaphore room = new Semaphore(DoorLimits.PARSED_AT_ONCE, true);

    /** {@code E}: what it throws beside, if anything. */
    interface Work<T, E extends Exception> {
        T read() throws IOException, E;
    }

    <T, E extends Exception> T read(Work<T, E> work) throws IOException, E {
        try {
            room.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a message was not read: interrupted");
        }
        try {
            return work.read();
        } finally {
            room.release();
        }
    }
}
