package sigillo.jmapd;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long a request is carried out: {@link DoorLimits#REQUEST_MAX}, and what only reads while its client is there.
 * What changes something goes on without him. For the request's thread.
 */
final class Patience {
    /** A look at the connection takes up to a millisecond. */
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final BooleanSupplier gone;
    private final LongSupplier nanos;
    private final long begun;
    private long lookedAt;
    private boolean hasGone;

    /** {@code nanos}: a clock as {@link System#nanoTime}. */
    Patience(BooleanSupplier gone, LongSupplier nanos) {
        this.gone = gone;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.lookedAt = begun;
    }

    /** From now on. {@code gone}: whether the client has, as far as can be seen. */
    static Patience of(BooleanSupplier gone) { return new Patience(gone, System::nanoTime); }

    /** Between calls, and between objects. Throws when its time is over. */
    void check() throws GivenUp {
        boolean isOver = nanos.getAsLong() - begun >= DoorLimits.REQUEST_MAX.toNanos();
        if (isOver) throw new GivenUp("The request takes too long");
    }

    /** As often as one likes, by who waits for something long. Throws when its time is over, or the client has gone. */
    void look() throws GivenUp {
        check();
        long now = nanos.getAsLong();
        if (!hasGone && now - lookedAt >= LOOK_NANOS) {
            lookedAt = now;
            hasGone = gone.getAsBoolean();
        }
        if (hasGone) throw new GivenUp("The client has gone");
    }

    /** Takes so many permits, to be given back; throws when there are not so many in time. */
    static void take(Semaphore room, int permits, Duration within) throws GivenUp {
        try {
            boolean isTaken = room.tryAcquire(permits, within.toMillis(), TimeUnit.MILLISECONDS);
            if (!isTaken) throw new GivenUp("Too much is asked at once");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GivenUp("The server stops");
        }
    }
}
