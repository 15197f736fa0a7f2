package sigillo.main.practice;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sigillo.search.Searches;
import sigillo.spool.Spool;
import sigillo.store.Store;

/**
 * Once in a process, when the first mail program has signed in, what reads mail is practised on mail of no meaning,
 * so that the JVM has compiled it when somebody asks for all of a large mailbox (decision 0062). In slices, while the
 * server has nothing else to do; what goes wrong is nobody's business. Any thread.
 */
public final class WarmUp implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.warmup");
    private static final AtomicBoolean IN_THIS_PROCESS = new AtomicBoolean();

    /**
     * How far it goes. {@code cpu}: of its own thread; the compiler's comes to it. {@code patience}: after which it
     * gives up, whatever it waits for. {@code slice}: after which it waits until, for a {@code pause}, this process
     * has left a core idle for more than half of it.
     */
    record Bounds(Duration cpu, Duration patience, Duration slice, Duration pause) {
        static final Bounds STANDARD =
            new Bounds(Duration.ofMillis(1_500), Duration.ofMinutes(5), Duration.ofMillis(20), Duration.ofMillis(50));
    }

    /** What is practised, in small steps; closed at the end. */
    interface Practice extends AutoCloseable {
        /** False when it was the last. */
        boolean step() throws IOException;

        @Override void close();
    }

    interface Opening {
        Practice open() throws IOException;
    }

    private final AtomicBoolean begun;
    private final Bounds bounds;
    private final Supplier<Duration> cpuOfServer;
    private final Opening opening;
    private volatile boolean closed;
    private volatile Thread thread;

    /** {@code begun}: of the process. {@code cpuOfServer}: what this process has used, with the compiler and all. */
    WarmUp(AtomicBoolean begun, Bounds bounds, Supplier<Duration> cpuOfServer, Opening opening) {
        this.begun = begun;
        this.bounds = bounds;
        this.cpuOfServer = cpuOfServer;
        this.opening = opening;
    }

    /** {@code stores}: empty ones in memory. {@code searches}: whose threads search. */
    public static WarmUp ofProcess(Supplier<Store> stores, Spool spool, Searches searches) {
        return new WarmUp(IN_THIS_PROCESS, Bounds.STANDARD, WarmUp::cpuOfProcess,
            () -> new PracticeHouse(stores.get(), spool, searches));
    }

    /**
     * At the first call; later ones do nothing. Returns at once. {@code practised}: once all is practised, or as much
     * as may be; not where it could not be.
     */
    public void begin(Runnable practised) {
        if (begun.get() || closed || !begun.compareAndSet(false, true)) return;
        try {
            var factory = Thread.ofPlatform().daemon().name("warm-up").priority(Thread.MIN_PRIORITY);
            var started = factory.unstarted(() -> run(practised));
            thread = started;
            started.start();
        } catch (OutOfMemoryError noThread) { // who has signed in goes on without
            LOG.log(Level.DEBUG, "nothing was practised: " + noThread.getMessage());
        }
    }

    private void run(Runnable practised) {
        long since = System.nanoTime();
        String how;
        try {
            boolean isDone = isDone(since);
            how = isDone ? "all of it" : "as much as there was time for";
            if (isDone || hasUsedAll()) practised.run();
        } catch (InterruptedException stopped) {
            how = "until the server was stopped";
        } catch (IOException | RuntimeException fault) {
            how = "until it failed: " + fault;
        }
        LOG.log(Level.DEBUG, "reading was practised, " + how + ": " + cpu().toMillis() + " ms of CPU in "
            + elapsed(since).toMillis() + " ms");
    }

    private boolean isDone(long since) throws IOException, InterruptedException {
        if (!isQuiet(since)) return false;
        try (var practice = opening.open()) {
            while (isQuiet(since)) if (!slice(practice)) return true;
            return false;
        }
    }

    /** False when all is practised. */
    private boolean slice(Practice practice) throws IOException {
        for (long from = System.nanoTime(); elapsed(from).compareTo(bounds.slice) < 0 && !closed; ) {
            if (!practice.step()) return false;
        }
        return true;
    }

    /**
     * Waits until the server has nothing else to do; its compiler is at work for what was practised. False when it is
     * enough.
     */
    private boolean isQuiet(long since) throws InterruptedException {
        while (!closed && !hasUsedAll() && elapsed(since).compareTo(bounds.patience) < 0) {
            long from = System.nanoTime();
            var before = cpuOfServer.get();
            Thread.sleep(bounds.pause);
            if (cpuOfServer.get().minus(before).multipliedBy(2).compareTo(elapsed(from)) < 0) return true;
        }
        return false;
    }

    private boolean hasUsedAll() { return cpu().compareTo(bounds.cpu) >= 0; }

    private static Duration elapsed(long since) { return Duration.ofNanos(System.nanoTime() - since); }

    private static Duration cpu() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    private static Duration cpuOfProcess() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What is at work ends within a step of it. */
    @Override public void close() {
        closed = true;
        var started = thread;
        if (started != null) started.interrupt();
    }
}
