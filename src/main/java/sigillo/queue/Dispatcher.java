package sigillo.queue;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.base.Bytes;
import sigillo.store.Damaged;
import sigillo.store.StoreException;

/**
 * Owns time: one thread that reads which destinations are due and gives each a {@link Turn}, within the bounds of
 * {@link QueueSettings}. In memory are only the turns under way; everything else waits in the store. Destinations that
 * do not take calls have a time index of their own and at most half of the room, so that they never keep out the
 * others.
 */
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    /** Real time: a look at least this often, whatever the clock did. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final QueueRows rows;
    private final Environment environment;
    private final Claims claims;
    private final Settler settler;
    private final Deadlines deadlines;
    private final ClaimBook book;
    private final TimeFloor healthyFloor = new TimeFloor();
    private final TimeFloor failingFloor = new TimeFloor();
    private final Map<Bytes, Turn> turns = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Under the lock:
    private int runners;
    private int failingRunners;
    private long looks;
    private long signals;
    private long begun;
    private volatile boolean stopping;
    private long wholeAt = System.nanoTime();
    /** Until when the loop sleeps, in milliseconds: what is due before wakes it. While it looks, whatever comes does. */
    private volatile long sleepsUntil = Long.MAX_VALUE;
    private volatile long restUntilNanos = System.nanoTime();
    // Of the loop:
    private long doubtsSettled;
    private long nextWhole;
    private boolean isTroubled;
    private Thread loop;

    Dispatcher(QueueRows rows, Environment environment, ClaimBook book, Settler settler, Deadlines deadlines) {
        this.book = book;
        this.rows = rows;
        this.environment = environment;
        this.claims = new Claims(rows, environment, settler);
        this.settler = settler;
        this.deadlines = deadlines;
    }

    void start() {
        loop = Thread.ofPlatform().name("queue").daemon().start(this::run);
    }

    boolean isStopping() { return stopping; }

    /** A row came into a time index; also called before the start. */
    void at(char index, long time) {
        (index == QueueKeys.HEALTHY ? healthyFloor : failingFloor).lower(time);
        if (time < sleepsUntil) signal();
    }

    void signal() {
        lock.lock();
        try {
            signals++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Others write the time indexes too: what they wrote is behind that time. */
    void changedElsewhere(long since) {
        healthyFloor.lower(since);
        failingFloor.lower(since);
        signal();
    }

    /** The store is in trouble: no new turns for some seconds. */
    void rest() { restUntilNanos = System.nanoTime() + environment.settings().storeRetry().toNanos(); }

    private void run() {
        while (!stopping) {
            sleepsUntil = Long.MAX_VALUE;
            long seen = signalsNow();
            long wait = LOOK_EVERY.toMillis();
            try {
                wait = look();
                isTroubled = false;
            } catch (StoreException e) {
                if (!isTroubled) LOG.log(Level.WARNING, "the queue cannot read or write, and tries again each second", e);
                isTroubled = true;
                rest();
                wait = environment.settings().storeRetry().toMillis();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "the queue's loop met an error and goes on", e);
            }
            sleepsUntil = environment.now() + wait;
            await(seen, wait);
        }
    }

    private long signalsNow() {
        lock.lock();
        try {
            return signals;
        } finally {
            lock.unlock();
        }
    }

    private void await(long seen, long millis) {
        lock.lock();
        try {
            looks++;
            changed.signalAll();
            for (long left = TimeUnit.MILLISECONDS.toNanos(millis); signals == seen && left > 0 && !stopping; ) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            stopping = true; // only stop() interrupts this thread
        } finally {
            lock.unlock();
        }
    }

    /** Starts what is due; returns after how many milliseconds something will be. */
    private long look() {
        long rest = TimeUnit.NANOSECONDS.toMillis(restUntilNanos - System.nanoTime());
        if (rest > 0) return rest;
        long now = environment.now();
        if (environment.colleagues().mayBe() && System.nanoTime() - wholeAt >= LOOK_EVERY.toNanos()) {
            wholeAt = System.nanoTime();
            healthyFloor.lower(0); // whatever was not heard of others
            failingFloor.lower(0);
        }
        long deadline = deadlines(now);
        long doubts = rows.doubts();
        if (doubts != doubtsSettled) rows.settleDoubts(now);
        if (doubts != doubtsSettled || isWholeDue(now)) lookAtAll(now);
        int all = environment.settings().attemptsAtOnce();
        long failing = startDue(QueueKeys.FAILING, failingFloor, now, all / 2);
        long healthy = startDue(QueueKeys.HEALTHY, healthyFloor, now, all);
        doubtsSettled = doubts;
        return Math.clamp(Math.min(Math.min(failing, healthy), deadline) - now, 1, LOOK_EVERY.toMillis());
    }

    private boolean isWholeDue(long now) {
        return now >= nextWhole || now < nextWhole - QueueLimits.WHOLE_LOOK_EVERY.toMillis();
    }

    private void lookAtAll(long now) {
        healthyFloor.lower(0);
        failingFloor.lower(0);
        nextWhole = now + QueueLimits.WHOLE_LOOK_EVERY.toMillis();
    }

    /** What cannot be read of what is overdue keeps nothing from being sent. */
    private long deadlines(long now) {
        try {
            return deadlines.look(now, () -> stopping);
        } catch (Damaged later) {
            LOG.log(Level.WARNING, "what is overdue in the queue cannot be read", later);
            return now + QueueLimits.DEADLINES_EVERY.toMillis();
        }
    }

    /** Gives turns to destinations of an index that are due. Returns the time of the first that is not due yet. */
    private long startDue(char index, TimeFloor floor, long now, int runnersMax) {
        boolean failing = index == QueueKeys.FAILING;
        var due = new ArrayList<Bytes>();
        long[] times = {now, Long.MAX_VALUE}; // the earliest row that stays; the first one after now
        int room = room(failing, runnersMax);
        long from = floor.begin();
        try {
            rows.view().range(QueueKeys.from(index, from), QueueKeys.from(index, Long.MAX_VALUE), (key, _) -> {
                long time = QueueKeys.timeOf(key);
                if (time > now) times[1] = time;
                else times[0] = Math.min(times[0], time);
                if (time > now) return false;
                var destination = QueueKeys.destinationOf(key);
                if (!turns.containsKey(destination)) due.add(destination);
                return due.size() < room;
            });
        } catch (RuntimeException unread) {
            floor.lower(from); // else what is due would lie below it for good
            throw unread;
        }
        floor.raise(times[0]);
        due.stream().limit(room).forEach(destination -> begin(new Turn(destination, failing, book)));
        return times[1];
    }

    private int room(boolean failing, int runnersMax) {
        lock.lock();
        try {
            int free = environment.settings().attemptsAtOnce() - runners;
            return Math.max(0, failing ? Math.min(free, runnersMax - failingRunners) : free);
        } finally {
            lock.unlock();
        }
    }

    private void begin(Turn turn) {
        turns.put(turn.destination, turn);
        count(turn, 1);
        startRunner(turn);
    }

    private void startRunner(Turn turn) {
        var runner = new Runner(this, turn, claims, settler, environment);
        var thread = Thread.ofVirtual().name("queue " + turn.destination).unstarted(() -> {
            try {
                runner.run();
            } finally {
                ended(turn);
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void count(Turn turn, int more) {
        lock.lock();
        try {
            runners += more;
            if (more > 0) begun++;
            if (turn.failing) failingRunners += more;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts another runner for a turn that goes well, if there is work and room; a quarter of the room is for new
     * turns.
     */
    void grow(Turn turn) {
        var settings = environment.settings();
        if (room(false, 0) <= settings.attemptsAtOnce() / 4 || !turn.join(settings.perDestination())) return;
        count(turn, 1);
        startRunner(turn);
    }

    /** A runner is done; what the last one of a turn wrote says when the next turn is. */
    private void ended(Turn turn) {
        threads.remove(Thread.currentThread());
        if (turn.isLeft()) turns.remove(turn.destination, turn);
        count(turn, -1);
        signal();
    }

    /** Interrupts what is under way; nothing more begins. */
    void abandon() {
        stopping = true;
        signal();
        List.copyOf(threads).forEach(Thread::interrupt);
    }

    /** Interrupts what is under way and waits for it a few seconds. Entries stay as the last commit left them. */
    void stop() {
        abandon();
        long until = System.nanoTime() + QueueLimits.STOP_WITHIN.toNanos();
        try {
            if (loop != null) loop.join(left(until));
            for (var thread : threads) thread.join(left(until));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration left(long untilNanos) { return Duration.ofNanos(Math.max(1, untilNanos - System.nanoTime())); }

    /** For tests: waits until nothing is under way and whole looks that began after this call found nothing due. */
    boolean awaitQuiet(Duration max) throws InterruptedException {
        long until = System.nanoTime() + max.toNanos();
        lock.lock();
        try {
            for (int quiet = 0; System.nanoTime() < until; ) {
                long lookBefore = looks;
                long begunBefore = begun;
                signals++;
                changed.signalAll();
                while (looks == lookBefore && System.nanoTime() < until) changed.awaitNanos(20_000_000);
                quiet = runners == 0 && begun == begunBefore ? quiet + 1 : 0;
                if (quiet == 3) return true; // the first of these looks may have begun before
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}
