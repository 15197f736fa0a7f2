package sigillo.main.upkeep;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import sigillo.reporting.Reporting;
import sigillo.reporting.Tallies;

/** Keeps what was counted each minute, and sends what is due every ten, on a thread of its own. */
public final class ReportingUpkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.reporting");
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int TURNS_BETWEEN_SENDING = 10;

    private final Tallies tallies;
    private final Optional<Reporting> sending;
    private final Thread thread;

    /** {@code sending}: empty where nothing is sent. */
    public ReportingUpkeep(Tallies tallies, Optional<Reporting> sending) {
        this.tallies = tallies;
        this.sending = sending;
        this.thread = Thread.ofVirtual().name("reports").start(this::run);
    }

    private void run() {
        try {
            for (int turns = 1; ; turns++) {
                Thread.sleep(EVERY);
                tried(tallies::flush);
                if (turns % TURNS_BETWEEN_SENDING == 0) sending.ifPresent(reporting -> tried(reporting::send));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tried(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "reports could not be kept or sent", e);
        }
    }

    @Override public void close() {
        thread.interrupt();
        tried(tallies::flush);
    }
}
