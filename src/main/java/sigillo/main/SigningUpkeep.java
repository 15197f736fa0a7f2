package sigillo.main;

import java.lang.System.Logger.Level;
import java.time.Duration;
import sigillo.dns.Lookup;
import sigillo.signing.Signing;

/** Looks each minute what DNS shows of the keys of our domains, on a thread of its own: DNS may take its time. */
final class SigningUpkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.signing");
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Signing signing;
    private final Lookup dns;
    private final Thread thread;

    SigningUpkeep(Signing signing, Lookup dns) {
        this.signing = signing;
        this.dns = dns;
        this.thread = Thread.ofPlatform().daemon().name("signing keys").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            signing.look(dns);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the keys that mail is signed with cannot be looked after", e);
        }
    }

    @Override public void close() { thread.interrupt(); }
}
