package sigillo.main.attendance;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sigillo.admin.Results;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * When this server served: a row for each time it did, with its beginning, when it last said that it does, and
 * whether it ended in order. It says so every minute on a thread of its own, so a crash costs up to a minute of the
 * figure. While the store takes no writes it cannot say so, and after {@link #PAUSE} that time counts as one in which
 * nobody was served. Times are the clock's; what was said while it was ahead counts for nothing once it is put right.
 */
public final class Attendance implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.attendance");
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Beats that are farther apart have a pause between them. */
    static final Duration PAUSE = Duration.ofMinutes(3);
    /** A clock that went on for so long is taken to be right: one of a machine that has just started may be far behind. */
    private static final Duration STEADY = Duration.ofHours(1);

    private final Store store;
    private final ServedRows rows;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("attendance").factory());
    private Instant steadySince;
    private volatile Optional<Served> ours = Optional.empty(); // as it is kept
    private volatile boolean ended;

    public Attendance(Store store, InstantSource clock) {
        this.store = store;
        this.rows = new ServedRows(store);
        this.clock = clock;
    }

    /** From now on it serves. A store that takes no writes does not keep it from that. */
    public void start() {
        quietly(this::begin);
        timer.scheduleWithFixedDelay(() -> quietly(this::beat), EVERY.toMillis(), EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    }

    /** It ends in order. Does nothing when it never began, and is not undone by a beat that is still on its way. */
    @Override public void close() {
        timer.shutdown();
        quietly(this::end);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (StoreException e) { // the store's own trouble is told by others
            LOG.log(Level.DEBUG, "when the server served could not be kept", e);
        } catch (RuntimeException | Error bug) { // the next beat comes all the same
            LOG.log(Level.WARNING, "when the server served could not be kept", bug);
        }
    }

    synchronized void begin() {
        var now = clock.instant();
        rows.put(Served.from(now));
        ours = Optional.of(Served.from(now));
        steadySince = now;
        rows.forget(now);
    }

    /** It still serves. After a pause, or when the clock was put back, that is a time of its own. */
    synchronized void beat() {
        if (ended) return;
        if (ours.isEmpty()) begin();
        else keep(clock.instant(), false);
    }

    private synchronized void end() {
        boolean isFirst = !ended;
        ended = true;
        if (isFirst && ours.isPresent()) keep(clock.instant(), true);
    }

    /** What could not be kept was not said: then the next one sees the pause. */
    private void keep(Instant now, boolean inOrder) {
        var before = ours.get();
        boolean goesOn = !now.isBefore(before.last()) && now.isBefore(before.last().plus(PAUSE));
        var next = goesOn ? before.until(now) : afterJump(before, now);
        var last = inOrder ? next.stopped() : next;
        boolean wasAhead = now.isBefore(before.start());
        rows.replace(wasAhead ? List.of(before.key()) : List.of(), last);
        ours = Optional.of(last);
        if (!goesOn) steadySince = now;
        if (!now.isBefore(steadySince.plus(STEADY))) rows.forgetLater(now);
    }

    /** All that it served while the clock was ahead it served just now; else this is the beginning of another time. */
    private static Served afterJump(Served before, Instant now) {
        return now.isBefore(before.start()) ? before.movedTo(now) : Served.from(now);
    }

    /** The figure now; empty when it cannot be read. */
    public Optional<Results.Availability> figure() {
        var now = clock.instant();
        var kept = ours;
        if (kept.isEmpty() || ended) return of(store, now);
        try {
            var others = rows.all().stream().filter(time -> !time.key().equals(kept.get().key()));
            return ServedFigure.of(Stream.concat(others, Stream.of(asOf(kept.get(), now))).toList(), now);
        } catch (StoreException unreadable) {
            return unreadable(unreadable);
        }
    }

    /** Of a server that does not serve. */
    public static Optional<Results.Availability> of(Store store, Instant now) {
        try {
            return ServedFigure.of(ServedRows.all(store), now);
        } catch (StoreException unreadable) {
            return unreadable(unreadable);
        }
    }

    /** The next beat is on its way. */
    private static Served asOf(Served ours, Instant now) {
        if (now.isBefore(ours.start())) return ours.movedTo(now);
        boolean goesOn = now.isBefore(ours.last().plus(PAUSE));
        return goesOn ? ours.until(ServedFigure.later(now, ours.last())) : ours;
    }

    private static Optional<Results.Availability> unreadable(StoreException why) {
        LOG.log(Level.WARNING, "when the server served cannot be read: " + why.getMessage());
        return Optional.empty();
    }
}
