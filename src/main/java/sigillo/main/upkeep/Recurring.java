package sigillo.main.upkeep;

import java.lang.System.Logger.Level;
import java.time.Duration;
import sigillo.directory.Directory;
import sigillo.dns.Lookup;
import sigillo.main.upgrade.ReleaseWatch;
import sigillo.setup.DomainWatch;
import sigillo.signing.Signing;

/**
 * Does one thing over and over, on a thread of its own: what asks DNS may take its time. What fails is told in the log, and
 * tried again when it is due.
 */
public final class Recurring implements AutoCloseable {
    /** {@code name}: of the thread. {@code failure}: a sentence for the operator. */
    private record Chore(String name, Duration every, System.Logger log, String failure, Runnable work) {}

    private final Chore chore;
    private final Thread thread;

    private Recurring(Chore chore) {
        this.chore = chore;
        this.thread = Thread.ofPlatform().daemon().name(chore.name).start(this::run);
    }

    /** Looks each minute what DNS shows of the keys of our domains. */
    public static Recurring signing(Signing signing, Lookup dns) {
        return new Recurring(new Chore("signing keys", Duration.ofMinutes(1), System.getLogger("sigillo.signing"),
            "the keys that mail is signed with cannot be looked after", () -> signing.look(dns)));
    }

    /** Looks each hour whether DNS shows what our domains need. */
    public static Recurring domains(DomainWatch watch, Directory directory) {
        return new Recurring(new Chore("records of domains", Duration.ofHours(1), System.getLogger("sigillo.setup"),
            "what DNS shows of the domains here cannot be looked at",
            () -> watch.look(directory.domains().stream().map(domain -> domain.name()).toList())));
    }

    /** Looks each day which releases there are. */
    public static Recurring releases(ReleaseWatch watch) {
        return new Recurring(new Chore("releases", ReleaseWatch.EVERY, System.getLogger("sigillo.upgrade"), "newer releases cannot be looked for", watch::look));
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                once();
                Thread.sleep(chore.every);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            chore.work.run();
        } catch (RuntimeException | Error e) {
            chore.log.log(Level.WARNING, chore.failure, e);
        }
    }

    @Override public void close() { thread.interrupt(); }
}
