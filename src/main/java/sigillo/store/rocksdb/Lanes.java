package sigillo.store.rocksdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.store.Batch;

/**
 * What waits for the committer, in two lanes. Every round takes from both, so neither starves; the bulk lane's share
 * is small while someone prompt waits. As many wait as there are callers, who wait for their answers.
 */
final class Lanes {
    /** A round is held in memory natively and is written as one. */
    private static final long ROUND_OCTETS = 4L << 20;
    /** Some milliseconds of the disk's time. */
    private static final long BULK_BESIDE_PROMPT_OCTETS = 512L << 10;
    private static final long PATIENCE_NANOS_MAX = 2_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Request> prompt = new ArrayDeque<>();
    private final Queue<Request> bulk = new ArrayDeque<>();
    private boolean closed;

    /** False when closed. */
    boolean add(Request request) {
        lock.lock();
        try {
            if (closed) return false;
            (request.lane() == Batch.Lane.PROMPT ? prompt : bulk).add(request);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work and takes a round of it; an empty one when closed and nothing is left. */
    List<Request> take() {
        lock.lock();
        try {
            while (prompt.isEmpty() && bulk.isEmpty() && !closed) changed.awaitUninterruptibly();
            var round = new ArrayList<Request>();
            move(prompt, round, ROUND_OCTETS);
            move(bulk, round, round.isEmpty() ? ROUND_OCTETS : BULK_BESIDE_PROMPT_OCTETS);
            return round;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is to be synced and comes into the prompt lane until there are {@code wanted} or the time is over; at once when
     * closed. What needs no sync is left where it is: it is answered sooner by the next round than by this one's sync.
     */
    List<Request> more(int wanted, long nanos) {
        lock.lock();
        try {
            long left = Math.min(nanos, PATIENCE_NANOS_MAX);
            while (durable() < wanted && left > 0 && !closed) left = changed.awaitNanos(left);
            var more = new ArrayList<Request>();
            long octets = 0;
            for (var all = prompt.iterator(); all.hasNext() && octets < ROUND_OCTETS; ) {
                var request = all.next();
                if (!request.isDurable()) continue;
                all.remove();
                more.add(request);
                octets += request.octets();
            }
            return more;
        } catch (InterruptedException nobodyInterruptsIt) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private long durable() { return prompt.stream().filter(Request::isDurable).count(); }

    /** Takes no more; what waits is still done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Moves at least one, when there is one. */
    private static void move(Queue<Request> from, List<Request> to, long octetsMax) {
        for (long octets = 0; octets < octetsMax && !from.isEmpty(); ) {
            var request = from.remove();
            octets += Math.max(1, request.octets());
            to.add(request);
        }
    }
}
