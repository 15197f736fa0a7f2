package sigillo.jmapd;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Where messages are read to be shown: few at a time, of all accounts. Who is in it does not enter again. Throws
 * {@link GivenUp} when there is no room in time. Any thread.
 */
final class ReadingRoom {
    private final Semaphore room = new Semaphore(DoorLimits.PARSED_AT_ONCE, true);
    private final Duration within;

    ReadingRoom() { this(DoorLimits.REQUEST_WAIT_MAX); }

    /** {@code within}: so long one waits for it. */
    ReadingRoom(Duration within) { this.within = within; }

    /** {@code E}: what it throws beside, if anything. */
    interface Work<T, E extends Exception> {
        T read() throws IOException, E;
    }

    <T, E extends Exception> T read(Work<T, E> work) throws IOException, E {
        Patience.take(room, 1, within);
        try {
            return work.read();
        } finally {
            room.release();
        }
    }
}
