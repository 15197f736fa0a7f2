package sigillo.main;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sigillo.admin.Results;
import sigillo.base.Bytes;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * When this server served: a row for each time it did, with its beginning, when it last said that it does, and
 * whether it ended in order. It says so every minute on a thread of its own, so a crash costs up to a minute of the
 * figure. While the store takes no writes it cannot say so, and after {@link #PAUSE} that time counts as one in which
 * nobody was served. Times are the clock's.
 */
final class Attendance implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.attendance");
    static final PartitionName PARTITION = new PartitionName("attendance");
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** What the figure is about. */
    static final Duration WINDOW = Duration.ofDays(30);
    /** Beats that are farther apart have a pause between them. */
    static final Duration PAUSE = Duration.ofMinutes(3);
    private static final Duration KEPT = Duration.ofDays(400);
    /** One that crashes every few seconds must not fill the store: the oldest go. */
    private static final int RUNS_MAX = 2_000;
    private static final Bytes RUNS = Bytes.utf8("r");
    private static final int VERSION = 1;

    /** {@code inOrder}: it was stopped; else it ended without a word, or still serves. */
    record Run(Instant start, Instant last, boolean inOrder) {
        Bytes key() { return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'r').putLong(start.toEpochMilli()).array()); }

        byte[] encode() { return new RowOut(VERSION).number(last.toEpochMilli()).octet(inOrder ? 1 : 0).done(); }

        /** Throws {@link StoreException} for what is none. */
        static Run decode(Bytes key, byte[] row) {
            if (key.length() != 9) throw RowIn.broken("the key of no run");
            var in = new RowIn(row, VERSION);
            return new Run(Instant.ofEpochMilli(ByteBuffer.wrap(key.unsafeArray()).getLong(1)),
                Instant.ofEpochMilli(in.number()), in.octet() != 0);
        }
    }

    private final Transactions transactions;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("attendance").factory());
    private Run run;

    Attendance(Store store, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.clock = clock;
    }

    /** From now on it serves. A store that takes no writes does not keep it from that. */
    void start() {
        quietly(this::begin);
        timer.scheduleWithFixedDelay(() -> quietly(this::beat), EVERY.toMillis(), EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    }

    /** It ends in order. Does nothing when it never began. */
    @Override public void close() {
        timer.shutdown();
        quietly(this::end);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) { // the store's own trouble is told by others
            LOG.log(Level.DEBUG, "when the server served could not be kept", e);
        }
    }

    synchronized void begin() {
        var now = clock.instant();
        run = new Run(now, now, false);
        forget(now);
        write(run);
    }

    private void forget(Instant now) {
        var runs = runs(transactions.partition());
        var old = new ArrayList<Run>();
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).last().isBefore(now.minus(KEPT)) || runs.size() - i > RUNS_MAX) old.add(runs.get(i));
        }
        if (old.isEmpty()) return;
        transactions.write(tx -> {
            old.forEach(one -> tx.delete(one.key()));
            return null;
        });
    }

    /** It still serves. After a pause, or when the clock was put back, that is a time of its own. */
    synchronized void beat() {
        var now = clock.instant();
        boolean goesOn = !now.isBefore(run.last()) && now.isBefore(run.last().plus(PAUSE));
        var next = goesOn ? new Run(run.start(), now, false) : new Run(now, now, false);
        write(next);
        run = next; // what could not be kept was not said: then the next one sees the pause
    }

    private synchronized void end() {
        if (run == null) return;
        beat();
        write(new Run(run.start(), run.last(), true));
    }

    private void write(Run now) {
        transactions.write(tx -> {
            tx.put(now.key(), now.encode());
            return null;
        });
    }

    private static List<Run> runs(Partition partition) {
        var runs = new ArrayList<Run>();
        partition.range(RUNS, RUNS.afterPrefix(), false, (key, row) -> {
            try {
                runs.add(Run.decode(key, row));
            } catch (StoreException damaged) {
                LOG.log(Level.DEBUG, "when the server served cannot be read", damaged);
            }
            return true;
        });
        return runs;
    }

    /** The figure now; empty when it never served. {@code serves}: this one does. */
    static Optional<Results.Availability> of(Store store, Instant now, boolean serves) {
        var runs = runs(store.partition(PARTITION));
        if (serves && !runs.isEmpty()) {
            var last = runs.removeLast();
            boolean goesOn = now.isBefore(last.last().plus(PAUSE)); // the next beat is on its way
            runs.add(goesOn ? new Run(last.start(), later(now, last.last()), false) : last);
        }
        return of(runs, now);
    }

    /**
     * The figure of the last {@link #WINDOW}, or since there are records. {@code runs}: in order of their beginnings.
     */
    static Optional<Results.Availability> of(List<Run> runs, Instant now) {
        if (runs.isEmpty()) return Optional.empty();
        var from = later(now.minus(WINDOW), runs.getFirst().start());
        var pauses = new ArrayList<Results.Pause>();
        var down = Duration.ZERO;
        var reached = from;
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            boolean wasStopped = i > 0 && runs.get(i - 1).inOrder();
            if (run.start().isAfter(reached)) pauses.add(pause(reached, run.start(), wasStopped));
            reached = later(reached, run.last());
        }
        if (now.isAfter(reached)) pauses.add(pause(reached, now, runs.getLast().inOrder()));
        for (var pause : pauses) down = down.plus(pause.lasted());
        var all = Duration.between(from, now);
        long stops = pauses.stream().filter(Results.Pause::wasStopped).count();
        return Optional.of(new Results.Availability(percent(all.minus(down), all), from, all.minus(down), down, stops,
            pauses.size() - stops,
            pauses.isEmpty() ? Optional.empty() : Optional.of(pauses.getLast())));
    }

    private static Results.Pause pause(Instant from, Instant to, boolean wasStopped) {
        return new Results.Pause(from, Duration.between(from, to), wasStopped);
    }

    private static Instant later(Instant one, Instant other) { return one.isAfter(other) ? one : other; }

    /** Rounded down: 100 is all of it. */
    private static String percent(Duration up, Duration all) {
        if (!all.isPositive()) return "100.000 %";
        return String.format(Locale.ROOT, "%.3f %%", Math.floor(100_000.0 * up.toMillis() / all.toMillis()) / 1_000);
    }
}
