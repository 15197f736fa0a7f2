package sigillo.main.upkeep;

import java.lang.System.Logger.Level;
import java.time.Duration;
import sigillo.policy.StsPolicies;

/** Fetches the policies of others anew, each hour, on a thread of its own: a stranger's server may take its time. */
public final class PolicyUpkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.policy");
    private static final Duration EVERY = Duration.ofHours(1);

    private final StsPolicies policies;
    private final Thread thread;

    public PolicyUpkeep(StsPolicies policies) {
        this.policies = policies;
        this.thread = Thread.ofVirtual().name("policies").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                refresh();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        try {
            policies.refresh();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "policies could not be fetched anew", e);
        }
    }

    @Override public void close() { thread.interrupt(); }
}
