package sigillo.search;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;

/** How far a search has come, and whether anybody still waits for it. Those who search count, others look on. Any thread. */
public final class Progress {
    private final LongAdder done = new LongAdder();
    private volatile long all;
    private volatile boolean cancelled;

    /** So many messages are to be looked at. */
    public void begin(long count) { all = count; }

    /** Before each message. Throws {@link CancellationException} when nobody waits any more. */
    public void step() {
        check();
        done.increment();
    }

    /** Throws {@link CancellationException} when nobody waits any more: for who waits himself. */
    public void check() {
        if (cancelled) throw new CancellationException("nobody waits for this search");
    }

    /** 0 until that is known. */
    public long all() { return all; }

    /** How many were begun. */
    public long done() { return done.sum(); }

    void cancel() { cancelled = true; }
}
