package sigillo.scrub;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * Passes through everything that is kept, one after the other, on a thread of its own and at a bounded pace. How far it
 * is, and what it found, outlives a stop. What it found is an alarm until a later pass finds it no more. Any thread.
 */
public final class Scrub implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Scrub.class.getName());
    private static final PartitionName PARTITION = new PartitionName("scrub");
    private static final Bytes ROW = Bytes.utf8("s");
    private static final String ALARM = "scrub";
    private static final int TOLD_MAX = 20;
    private static final Duration SAVED_EVERY = Duration.ofSeconds(30);
    private static final Duration LOOKED_EVERY = Duration.ofMinutes(1);

    private final Store store;
    private final ScrubSettings settings;
    private final Repair repair;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Transactions transactions;
    private final Thread thread = Thread.ofPlatform().daemon().name("scrub").unstarted(this::run);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile ScrubRow row;
    private volatile boolean closing;
    private boolean isWanted;

    public Scrub(Store store, ScrubSettings settings, Repair repair, Alarms alarms, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.repair = repair;
        this.alarms = alarms;
        this.clock = clock;
        this.transactions = new Transactions(store.partition(PARTITION));
        this.row = kept(store);
    }

    /** A note of progress that cannot be read is none: it must not keep a server from starting. */
    private static ScrubRow kept(Store store) {
        try {
            return store.partition(PARTITION).get(ROW).map(ScrubRow::decode).orElse(ScrubRow.NONE);
        } catch (RuntimeException damaged) {
            LOG.log(Level.WARNING, "how far scrubbing had come cannot be read: it begins anew", damaged);
            return ScrubRow.NONE;
        }
    }

    /** {@code under}: a pass is under way; what it has read. The last is the last that came to its end. */
    public record State(
            Optional<Instant> under, String at, long rows, long blobs, long octets, Optional<Instant> lastBegun,
            Optional<Instant> lastEnded, long lastOctets, List<Damage> damages) {}

    /** Of a store that nobody scrubs now. */
    public static State state(Store store) { return state(kept(store)); }

    public State state() { return state(row); }

    private static State state(ScrubRow row) {
        var read = row.under().map(ScrubRow.Under::read).orElse(ScrubRow.Read.NOTHING);
        var at = row.under().map(now -> now.at().isBlobs() ? Names.placeOfBlob(now.at().key()) + ", messages"
            : Names.place(now.at().partition())).orElse("");
        return new State(row.under().map(ScrubRow.Under::begunAt), at, read.rows(), read.blobs(), read.octets(),
            row.last().map(ScrubRow.Ended::begunAt), row.last().map(ScrubRow.Ended::endedAt),
            row.last().map(one -> one.read().octets()).orElse(0L), damages(row));
    }

    /** Of the last pass, and what the one under way has found beside it. */
    private static List<Damage> damages(ScrubRow row) {
        var all = new ArrayList<>(row.under().map(ScrubRow.Under::damages).orElse(List.of()));
        for (var old : row.last().map(ScrubRow.Ended::damages).orElse(List.of())) {
            boolean isNew = all.stream().noneMatch(one -> one.isOfSame(old));
            if (isNew) all.add(old);
        }
        return all;
    }

    public void start() {
        tell();
        thread.start();
    }

    /** Begins a pass at once; while one is under way, another behind it: what it has read may have changed since. */
    public void begin() {
        lock.lock();
        try {
            isWanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- the thread ----

    private void run() {
        pause(LOOKED_EVERY); // a start has enough to do
        while (!closing) {
            try {
                if (row.under().isEmpty()) await();
                else pass(row.under().get());
            } catch (Closing closed) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "scrubbing was interrupted and goes on", e);
                takeWish(); // or there would be no pause
                pause(LOOKED_EVERY);
            }
        }
    }

    private void await() {
        var due = row.last().map(one -> one.begunAt().plus(settings.every())).filter(clock.instant()::isBefore);
        boolean isAsked = takeWish();
        if (due.isPresent() && !isAsked) pause(LOOKED_EVERY);
        else keep(new ScrubRow(Optional.of(ScrubRow.Under.begun(clock.instant())), row.last()));
    }

    private boolean takeWish() {
        lock.lock();
        try {
            boolean was = isWanted;
            isWanted = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private void pass(ScrubRow.Under from) {
        var pass = new Pass(store, repair, this::throttle, from);
        var savedAt = System.nanoTime();
        Optional<Position> at = Optional.of(from.at());
        try {
            while (at.isPresent()) {
                at = pass.step(at.get());
                var next = at;
                row = new ScrubRow(next.map(here -> under(from, here, pass)), row.last());
                if (next.isPresent() && System.nanoTime() - savedAt > SAVED_EVERY.toNanos()) {
                    keep(row);
                    savedAt = System.nanoTime();
                }
                tell();
            }
            keep(new ScrubRow(Optional.empty(),
                Optional.of(new ScrubRow.Ended(from.begunAt(), clock.instant(), pass.read(), pass.damages()))));
            tell();
        } catch (Closing closed) {
            keep(row);
            throw closed;
        }
    }

    private static ScrubRow.Under under(ScrubRow.Under from, Position here, Pass pass) {
        return new ScrubRow.Under(from.begunAt(), here, pass.read(), pass.damages());
    }

    /** The store may be refusing writes: then the next start reads again what was read. */
    private void keep(ScrubRow now) {
        row = now;
        try {
            transactions.write(sigillo.store.Batch.Lane.BULK, tx -> {
                tx.put(ROW, now.encode());
                return null;
            });
        } catch (StoreException trouble) {
            LOG.log(Level.DEBUG, "how far scrubbing is could not be kept", trouble);
        }
    }

    private void tell() {
        var damages = damages(row);
        if (damages.isEmpty()) {
            alarms.clear(ALARM);
            return;
        }
        var what = damages.stream().sorted(Comparator.comparing(Damage::repaired)).limit(TOLD_MAX).map(Damage::toString)
            .collect(Collectors.joining("; "));
        boolean isWhole = damages.stream().allMatch(Damage::repaired);
        alarms.raise(ALARM, "The disk has changed what is kept (" + what + "): look at the disk" + (isWhole
            ? ", which may change more; all of this was put back from a backup" : ", bring the store back from a backup, then sigillo scrub --now"),
            "Il disco ha cambiato ciò che si conserva (" + what + "): controllare il disco" + (isWhole
            ? ", che può cambiare altro; tutto questo è stato rimesso da un backup" : ", riportare l'archivio da un backup, poi sigillo scrub --now"));
    }

    /** No more than the settings allow, counted from read to read. */
    private void throttle(long octets) {
        if (closing) throw new Closing();
        long nanos = (long) ((double) octets / settings.octetsPerSecond() * 1e9);
        if (nanos > 0) sleep(nanos);
    }

    private void sleep(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException closed) {
            throw new Closing();
        }
    }

    /** Until somebody wants a pass, or the time is over. */
    private void pause(Duration time) {
        lock.lock();
        try {
            if (!isWanted && !closing) changed.awaitNanos(time.toNanos());
        } catch (InterruptedException closed) {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** How far it is, is kept. */
    @Override public void close() {
        closing = true;
        thread.interrupt();
        if (thread.getState() == Thread.State.NEW) return; // a start that failed before it
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a pass at its next read. */
    private static final class Closing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Closing() { super(null, null, false, false); }
    }
}
