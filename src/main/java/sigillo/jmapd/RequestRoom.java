package sigillo.jmapd;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How long the requests are together that are being carried out: read, they take some ten times as much. Any thread. */
final class RequestRoom {
    private final Semaphore room = new Semaphore(DoorLimits.LARGE_REQUESTS_OCTETS_MAX, true);

    /** Waits for others; false when there is no room in time, else {@link #leave} with the same {@code octets}. */
    boolean enter(long octets) {
        try {
            return room.tryAcquire(counted(octets), DoorLimits.REQUEST_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave(long octets) { room.release(counted(octets)); }

    private static int counted(long octets) {
        return octets <= DoorLimits.SMALL_REQUEST_OCTETS ? 0 : (int) Math.min(octets, DoorLimits.LARGE_REQUESTS_OCTETS_MAX);
    }
}
