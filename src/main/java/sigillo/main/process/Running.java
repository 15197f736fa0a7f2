package sigillo.main.process;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** The life of a serving process: from ready to SIGTERM or SIGINT, then everything is closed in turn. */
public final class Running {
    private static final System.Logger LOG = System.getLogger("sigillo.server");

    private static final Instant PROCESS = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    private static boolean isClosed;

    private Running() {}

    /**
     * From now on a signal closes these in turn, and the process ends with exit code 0, 1 when closing failed. Before anybody is told
     * that it is ready: who hears that may stop it at once.
     */
    public static void closeAtSignal(AutoCloseable... inTurn) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(close(inTurn)), "stop"));
    }

    /** Never returns. */
    public static void awaitSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the main thread", e);
        }
    }

    /** The same without a signal; the process goes on. */
    public static void closeNow(AutoCloseable... inTurn) { close(inTurn); }

    /** Once; whoever comes second waits for the first. */
    private static synchronized int close(AutoCloseable... inTurn) {
        if (isClosed) return 0;
        isClosed = true;
        int code = 0;
        LOG.log(Level.INFO, "stopping");
        for (var part : inTurn) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(Level.ERROR, "did not close well", e);
                code = 1;
            }
        }
        Logs.tellRest();
        LOG.log(Level.INFO, "stopped");
        return code;
    }

    /** In milliseconds, since the launcher started the JVM; it says when, in microseconds of the epoch. */
    public static long sinceStart() {
        var began = Long.getLong("sigillo.started");
        return began == null ? Duration.between(PROCESS, Instant.now()).toMillis() : System.currentTimeMillis() - began / 1_000;
    }
}
