package sigillo.main.names;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What a look found that takes seconds, for many who ask: one look at a time, and none sooner than {@link #OLD} after the last. Any thread. */
public final class LatestLook<T> {
    static final Duration OLD = Duration.ofSeconds(10);

    private final Supplier<T> look;
    private final InstantSource clock;
    private volatile Optional<T> latest = Optional.empty();
    private Instant at = Instant.MIN;
    private boolean isLooking;

    public LatestLook(Supplier<T> look, InstantSource clock) {
        this.look = look;
        this.clock = clock;
    }

    /** What was found last; empty before the first look is done. Another is begun when that is old. */
    public Optional<T> latest() {
        boolean isDue;
        synchronized (this) {
            isDue = !isLooking && !clock.instant().isBefore(at.equals(Instant.MIN) ? at : at.plus(OLD));
            isLooking |= isDue;
        }
        if (isDue) Thread.ofVirtual().name("latest look").start(this::lookOnce);
        return latest;
    }

    private void lookOnce() {
        try {
            latest = Optional.of(look.get());
        } catch (RuntimeException e) {
            System.getLogger("sigillo.setup").log(Level.WARNING, "DNS cannot be looked at", e);
        } finally {
            synchronized (this) {
                isLooking = false;
                at = clock.instant();
            }
        }
    }

    /** Looks now, and waits. */
    public T now() {
        var found = look.get();
        latest = Optional.of(found);
        synchronized (this) {
            at = clock.instant();
        }
        return found;
    }
}
