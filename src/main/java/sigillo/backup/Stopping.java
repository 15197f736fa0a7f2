package sigillo.backup;

import java.time.Duration;

/** Whether the server stops; who has to wait waits here, so that a stop is not held up. Any thread. */
interface Stopping {

    /** Waits so long; true as soon as it stops. */
    boolean within(Duration time);

    default boolean now() { return within(Duration.ZERO); }
}
