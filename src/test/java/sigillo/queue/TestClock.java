package sigillo.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when it is told to. */
final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");

    @Override public Instant instant() { return now; }

    void pass(Duration time) { now = now.plus(time); }
}
