package sigillo.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sigillo.base.Complaints;

/**
 * Work of one message that waits for DNS, each on a virtual thread of its own. What is not done at its end is
 * interrupted, and nothing begins any more. Any thread.
 */
final class SideBySide implements AutoCloseable {
    private final Complaints complaints;
    private final List<FutureTask<?>> tasks = new ArrayList<>();
    private boolean isClosed;

    SideBySide(Complaints complaints) {
        this.complaints = complaints;
    }

    <T> FutureTask<T> start(Callable<T> work) {
        var task = new FutureTask<>(work);
        synchronized (tasks) {
            if (isClosed) {
                task.cancel(false);
                return task;
            }
            tasks.add(task);
        }
        Thread.ofVirtual().start(task);
        return task;
    }

    /** Work that nobody waits for. */
    void run(Runnable work) {
        start(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error fault) {
                complain(fault);
            }
            return null;
        });
    }

    /** What came of it; {@code otherwise} if not done {@code until} then, of {@link System#nanoTime}, or it broke. */
    <T> T await(FutureTask<T> task, long until, T otherwise) {
        try {
            return task.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (TimeoutException | CancellationException late) {
            return otherwise;
        } catch (ExecutionException fault) {
            complain(fault.getCause());
            return otherwise;
        }
    }

    private void complain(Throwable fault) { complaints.add("a check of incoming mail broke", fault); }

    @Override public void close() {
        List<FutureTask<?>> open;
        synchronized (tasks) {
            isClosed = true;
            open = List.copyOf(tasks);
        }
        open.forEach(task -> task.cancel(true));
    }
}
