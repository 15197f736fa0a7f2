package sigillo.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those who wait for a round, and whether someone leads. While someone leads, whoever joins is taken into one of the
 * next rounds; when nobody leads, nobody waits. The lock is held for moving references only.
 */
final class Waiting {
    /** A round's works hold memory until they are durable, and their callers wait for the slowest. */
    static final int PROMPT_MAX = 256;
    /** Bulk work has a place in every round, so it is never starved; a small one, so it does not hold up the prompt. */
    static final int BULK_MAX = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Writer<?>> prompt = new ArrayDeque<>();
    private final Queue<Writer<?>> bulk = new ArrayDeque<>();
    private boolean led;

    /** True when the caller leads now; else it has to wait for its turn. */
    boolean join(Writer<?> writer) {
        lock.lock();
        try {
            queue(writer.lane()).add(writer);
            if (led) return false;
            led = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next round, the prompt before the bulk. The leader is in it, because it is the first of its lane. */
    List<Writer<?>> take() {
        lock.lock();
        try {
            var taken = new ArrayList<Writer<?>>();
            move(prompt, taken, PROMPT_MAX);
            move(bulk, taken, BULK_MAX);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the lead to the first who waits, or to nobody. */
    void handOver() {
        lock.lock();
        try {
            var next = prompt.isEmpty() ? bulk.peek() : prompt.peek();
            if (next == null) led = false;
            else next.lead();
        } finally {
            lock.unlock();
        }
    }

    private Queue<Writer<?>> queue(Batch.Lane lane) {
        return switch (lane) {
            case PROMPT -> prompt;
            case BULK -> bulk;
        };
    }

    private static void move(Queue<Writer<?>> from, List<Writer<?>> to, int max) {
        for (int n = 0; n < max && !from.isEmpty(); n++) to.add(from.remove());
    }
}
