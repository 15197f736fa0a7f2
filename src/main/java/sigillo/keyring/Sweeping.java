package sigillo.keyring;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the memory is to be overwritten although no session has ended, because mail has passed through it: once none has
 * for a while, and at the latest so long after the first. Any thread.
 */
final class Sweeping {
    /** Many mails come together; each time costs some tens of milliseconds. */
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Duration AT_THE_LATEST = Duration.ofMinutes(10);

    private final Duration quiet;
    private final LongSupplier nanos;
    private boolean isWanted;
    private long first;
    private long last;

    /** {@code grace}: shorter than a minute only in tests. {@code nanos}: as {@link System#nanoTime}. */
    Sweeping(Duration grace, LongSupplier nanos) {
        this.quiet = grace.compareTo(QUIET) < 0 ? grace : QUIET;
        this.nanos = nanos;
    }

    /** Mail has passed. */
    synchronized void passed() {
        last = nanos.getAsLong();
        if (!isWanted) first = last;
        isWanted = true;
    }

    /** True once of what has passed before. */
    synchronized boolean takeDue() {
        long now = nanos.getAsLong();
        if (!isWanted || now - last < quiet.toNanos() && now - first < AT_THE_LATEST.toNanos()) return false;
        isWanted = false;
        return true;
    }
}
