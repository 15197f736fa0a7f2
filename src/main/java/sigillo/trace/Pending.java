package sigillo.trace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Events on their way to the disk. Those of a batch stay until it is written, so that readers find them. */
final class Pending {
    /** What an event holds besides its texts, about. */
    private static final int EVENT_OCTETS = 300;
    private static final int ADDRESS_OCTETS = 32;

    private final long octetsMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private long octets;
    private boolean closed;

    Pending(long octetsMax) { this.octetsMax = octetsMax; }

    /** False when there is no room, or when nobody will write any more. */
    boolean add(Event event) {
        lock.lock();
        try {
            long more = octets(event);
            if (closed || octets + more > octetsMax) return false;
            octets += more;
            events.add(event);
            if (events.size() == 1) something.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are events or it is closed; false when the time has passed without either. */
    boolean await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            for (long left = time.toNanos(); events.isEmpty() && !closed; ) {
                if (left <= 0) return false;
                left = something.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest events; {@link #written} takes them out. */
    List<Event> first(int max) {
        lock.lock();
        try {
            return events.stream().limit(max).toList();
        } finally {
            lock.unlock();
        }
    }

    void written(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) octets -= octets(events.remove());
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; who waits is woken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** The waiting of the writer between batches, which closing cuts short. */
    void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            for (long left = time.toNanos(); left > 0 && !closed; ) left = something.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    private static long octets(Event event) {
        long addresses = event.addresses().stream().mapToLong(a -> ADDRESS_OCTETS + a.localPart().length()).sum();
        return EVENT_OCTETS + addresses + event.text().length() + event.reply().map(String::length).orElse(0);
    }
}
