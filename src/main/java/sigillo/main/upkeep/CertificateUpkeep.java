package sigillo.main.upkeep;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.certificates.Certificates;

/** Looks after the certificates each minute, and when it is told to, on a thread of its own: an authority may take its time. */
public final class CertificateUpkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.certificates");
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** An authority that answers an octet now and then keeps nobody for ever: what is under way is given up, and begun again. */
    private static final Duration LOOK_MAX = Duration.ofMinutes(30);

    private final Certificates certificates;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;

    public CertificateUpkeep(Certificates certificates) {
        this.certificates = certificates;
        this.thread = Thread.ofPlatform().daemon().name("certificates").start(this::run);
    }

    /** At once. */
    public void look() { wanted.release(); }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var looking = Thread.ofVirtual().name("certificates").start(this::lookOnce);
                try {
                    if (!looking.join(LOOK_MAX)) LOG.log(Level.WARNING, "the authority takes too long: it is asked again");
                } finally {
                    looking.interrupt();
                }
                looking.join();
                if (wanted.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) wanted.drainPermits();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() {
        try {
            certificates.look();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "the certificates cannot be looked after", e);
        }
    }

    @Override public void close() { thread.interrupt(); }
}
