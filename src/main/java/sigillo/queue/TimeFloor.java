package sigillo.queue;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where reading of a time index begins: nothing lies before. A store that keeps deleted rows for a while would
 * otherwise pass over all that was ever due at each look. What other processes write into the index lowers it when they
 * tell of it; a commit of its own that was in doubt tells nobody when it gets in.
 */
final class TimeFloor {
    private final AtomicLong floor = new AtomicLong();

    /** A row was committed at {@code time}. */
    void lower(long time) { floor.accumulateAndGet(time, Math::min); }

    /** Begins a look from the returned time; rows committed meanwhile lower what {@link #raise} sets. */
    long begin() { return floor.getAndSet(Long.MAX_VALUE); }

    /** The look found nothing before {@code time}. */
    void raise(long time) { lower(time); }
}
