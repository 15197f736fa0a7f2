package sigillo.main;

import java.lang.System.Logger.Level;
import java.time.Duration;
import sigillo.directory.Directory;
import sigillo.setup.DomainWatch;

/** Looks each hour whether DNS shows what our domains need, on a thread of its own: DNS may take its time. */
final class DomainUpkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.setup");
    private static final Duration EVERY = Duration.ofHours(1);

    private final DomainWatch watch;
    private final Directory directory;
    private final Thread thread;

    DomainUpkeep(DomainWatch watch, Directory directory) {
        this.watch = watch;
        this.directory = directory;
        this.thread = Thread.ofPlatform().daemon().name("records of domains").start(this::run);
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
            watch.look(directory.domains().stream().map(domain -> domain.name()).toList());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what DNS shows of the domains here cannot be looked at", e);
        }
    }

    @Override public void close() { thread.interrupt(); }
}
