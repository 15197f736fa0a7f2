package sigillo.main.upkeep;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import sigillo.doctor.Doctor;

/** Looks at the board each hour, and sooner when something new was found: only what two looks find is told. */
public final class DoctorUpkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.doctor");
    /** The first minutes are for who waits to be served, and for watches that look first. */
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMinutes(10);

    private final Doctor doctor;
    private final Thread thread;

    public DoctorUpkeep(Doctor doctor) {
        this.doctor = doctor;
        this.thread = Thread.ofPlatform().daemon().name("doctor").start(this::run);
    }

    private void run() {
        try {
            for (var wait = FIRST; ; wait = rounds() ? SOON : EVERY) Thread.sleep(wait);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean rounds() {
        try {
            return doctor.makeRounds();
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, "how the server is cannot be looked at, or told", e);
            return false;
        }
    }

    @Override public void close() { thread.interrupt(); }
}
