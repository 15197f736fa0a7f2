package sigillo.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sigillo.search.Searches.Looker;

/**
 * Who looks through the slices of one search: the thread that began it, and helpers that come and go. None of them is at
 * work any more when {@link #lead} returns: what they hold is the search's.
 */
final class Crew<S, R> {
    /** Where helpers come from. */
    interface Threads {
        /** Runs it on another thread, now or soon; false, and nothing is done, when no core is idle. */
        boolean offer(Runnable helper);

        /** Whether more is to be done by now than there are cores for. */
        boolean areWanted();
    }

    private final Iterator<S> slices;
    private final Supplier<Looker<S, R>> lookers;
    private final Progress progress;
    private final Threads threads;
    private final List<R> found = new ArrayList<>();
    private final List<Helper> helpers = new ArrayList<>();
    private Throwable failure;

    Crew(Iterator<S> slices, Progress progress, Supplier<Looker<S, R>> lookers, Threads threads) {
        this.slices = slices;
        this.progress = progress;
        this.lookers = lookers;
        this.threads = threads;
    }

    /** What each slice has, in their order. Throws what the first threw who failed. */
    List<R> lead() throws IOException {
        look(true);
        for (var helper : helpers) helper.leave();
        synchronized (this) {
            switch (failure) {
                case null -> { return found; }
                case IOException unreadable -> throw unreadable;
                case RuntimeException trouble -> throw trouble;
                case Error broken -> throw broken;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private void look(boolean leads) {
        try (var looker = lookers.get()) {
            for (var taken = next(leads); taken != null; taken = next(leads)) has(taken, looker.through(taken.slice));
        } catch (IOException | RuntimeException | Error why) {
            fails(why);
        }
    }

    private final class Taken {
        final int number = found.size();
        final S slice = slices.next();
    }

    /** Null when nothing is left for this thread; once somebody has failed nobody begins any more. */
    private synchronized Taken next(boolean leads) {
        if (failure != null || !slices.hasNext() || !leads && threads.areWanted()) return null;
        var taken = new Taken();
        found.add(null);
        while (leads && slices.hasNext() && isHelped()) { }
        return taken;
    }

    private synchronized void has(Taken taken, R what) { found.set(taken.number, what); }

    private synchronized void fails(Throwable why) {
        if (failure != null) return;
        failure = why;
        progress.cancel(); // nobody needs what the others find
    }

    private boolean isHelped() {
        var helper = new Helper();
        if (!threads.offer(helper)) return false;
        helpers.add(helper);
        return true;
    }

    private final class Helper implements Runnable {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CountDownLatch gone = new CountDownLatch(1);

        @Override public void run() {
            if (!begun.compareAndSet(false, true)) return;
            try {
                look(false);
            } finally {
                gone.countDown();
            }
        }

        /** Returns when it has stopped; one that has not begun yet does nothing any more. */
        void leave() {
            if (begun.compareAndSet(false, true)) return;
            boolean isInterrupted = false;
            while (gone.getCount() > 0) {
                try {
                    gone.await();
                } catch (InterruptedException later) {
                    isInterrupted = true;
                }
            }
            if (isInterrupted) Thread.currentThread().interrupt();
        }
    }
}
