package sigillo.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of day, put forward and back. */
final class JumpingClock implements InstantSource {
    private volatile Duration off = Duration.ZERO;

    @Override public Instant instant() { return Instant.now().plus(off); }

    void jump(Duration by) { off = off.plus(by); }

    /** Back to what it should be. */
    void set(Duration offset) { off = offset; }

    Duration off() { return off; }
}
