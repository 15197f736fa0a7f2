package sigillo.login;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A set that forgets: each element after a time, the oldest when it is full. Safe for use by many threads. */
final class Remembered<T> {
    private final int max;
    private final Duration time;
    private final Map<T, Instant> since = new LinkedHashMap<>();

    Remembered(int max, Duration time) {
        this.max = max;
        this.time = time;
    }

    synchronized void add(T element, Instant now) {
        since.remove(element);
        since.put(element, now);
        if (since.size() > max) since.remove(since.keySet().iterator().next());
    }

    synchronized boolean has(T element, Instant now) {
        var at = since.get(element);
        if (at == null) return false;
        if (now.isBefore(at.plus(time))) return true;
        since.remove(element);
        return false;
    }
}
