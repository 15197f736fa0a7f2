package sigillo.main.cluster;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is done when this server finds that another may do its work by now: first it stops what must not be done by two,
 * at once; then it ends as at a signal, which lets conversations end and takes seconds. Any thread.
 */
final class Losing implements Runnable {
    private static final System.Logger LOG = System.getLogger("sigillo.server");

    private final Runnable end;
    private final List<Runnable> first = new CopyOnWriteArrayList<>();
    private volatile boolean isLost;

    Losing(Runnable end) { this.end = end; }

    /** {@code stop} does not wait. Called at once when it is lost already. */
    void first(Runnable stop) {
        first.add(stop);
        if (isLost) stop.run();
    }

    @Override public void run() {
        isLost = true;
        for (var stop : first) {
            try {
                stop.run();
            } catch (RuntimeException | Error bug) { // it ends all the same
                LOG.log(Level.ERROR, "what another server does now could not be stopped here", bug);
            }
        }
        end.run();
    }
}
