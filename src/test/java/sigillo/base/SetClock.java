package sigillo.base;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test sets. */
public final class SetClock implements InstantSource {
    private volatile Instant now;

    public SetClock(Instant start) { this.now = start; }

    @Override public Instant instant() { return now; }

    public void advance(Duration time) { now = now.plus(time); }
}
