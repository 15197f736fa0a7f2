package sigillo.imapd;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rung by whoever changes something, as often as they like; heard once by the one who waits. Ringing never blocks. */
final class Bell {
    private final Semaphore rung = new Semaphore(0);

    void ring() {
        if (rung.availablePermits() == 0) rung.release();
    }

    /** False when it was quiet for so long. */
    boolean await(Duration most) throws InterruptedException {
        boolean heard = rung.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
        if (heard) rung.drainPermits();
        return heard;
    }
}
