package sigillo.jmapd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/** Where messages are read for the text that they show: few at a time, of all accounts. Any thread. */
final class ReadingRoom {
    private final Semaphore room = new Semaphore(DoorLimits.PARSED_AT_ONCE, true);

    interface Work<T> {
        T read() throws IOException;
    }

    <T> T read(Work<T> work) throws IOException {
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
