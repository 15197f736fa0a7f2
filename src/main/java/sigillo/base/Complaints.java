package sigillo.base;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says in the log what goes wrong with every message alike, at most once a minute and with a count: strangers who send
 * on and on must not fill it. Any thread may call.
 */
public final class Complaints {
    static final Duration EVERY = Duration.ofMinutes(1);

    private final System.Logger log;
    private final InstantSource clock;
    private final AtomicReference<Instant> due = new AtomicReference<>(Instant.MIN);
    private final AtomicLong unsaid = new AtomicLong();

    public Complaints(System.Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    public void add(String what, Throwable why) {
        var now = clock.instant();
        var before = due.get();
        if (now.isBefore(before) || !due.compareAndSet(before, now.plus(EVERY))) {
            unsaid.incrementAndGet();
            return;
        }
        long others = unsaid.getAndSet(0);
        var more = others == 0 ? "" : " (and " + others + " more since the last line like this)";
        log.log(Level.ERROR, what + more, why);
    }
}
