package sigillo.nodes;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.store.PartitionName;

/**
 * What one listener is to hear, on a thread of its own. While it is busy (with all accounts, over a slow cluster) what
 * comes is gathered: it keeps no look at the others waiting, no dead node unburied, and no other listener uninformed.
 */
final class Ear implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.nodes");
    /** Beyond it all has changed. Less than a megabyte. */
    private static final int GATHERED_MAX = 10_000;
    private static final Duration CLOSING_MAX = Duration.ofSeconds(5);

    private final NodeNews listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread;
    // Under the lock:
    private Gathered gathered = new Gathered();
    private boolean isClosed;

    private static final class Gathered {
        private final Set<PartitionName> changed = new HashSet<>();
        private final Set<NodeId> dead = new HashSet<>();
        private boolean hasMissed;
        private boolean isNew;
    }

    Ear(NodeNews listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("nodes-news").daemon().start(this::run);
    }

    /** Does not wait. */
    void hear(Heard heard) {
        lock.lock();
        try {
            gathered.changed.addAll(heard.changed());
            gathered.dead.addAll(heard.dead());
            gathered.hasMissed |= heard.hasMissed() || gathered.changed.size() > GATHERED_MAX;
            if (gathered.hasMissed) gathered.changed.clear();
            gathered.isNew = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                var now = take();
                if (now == null) return;
                tell(now);
            }
        } catch (InterruptedException e) {
            // closed while it waited
        }
    }

    /** Null at the end. */
    private Gathered take() throws InterruptedException {
        lock.lock();
        try {
            while (!gathered.isNew && !isClosed) news.await();
            if (isClosed) return null;
            var now = gathered;
            gathered = new Gathered();
            return now;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Gathered now) {
        if (now.hasMissed) tried(listener::missed);
        else if (!now.changed.isEmpty()) tried(() -> listener.changed(now.changed));
        now.dead.forEach(node -> tried(() -> listener.died(node)));
        tried(listener::looked);
    }

    private static void tried(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error bug) { // the next news come all the same
            LOG.log(Level.ERROR, "what other servers have done met an error here", bug);
        }
    }

    /** Waits a while for what it is about. */
    @Override public void close() {
        lock.lock();
        try {
            isClosed = true;
            news.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSING_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
