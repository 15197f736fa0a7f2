package sigillo.store;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import sigillo.base.Bytes;

/**
 * Finds what is of nobody for good, where another server may be about to name it and nobody here knows what is under
 * way there: what was of nobody at looks so far apart, and at all looks between them. Time is what passes here, by the
 * clock that nobody sets: neither a clock that is a day ahead, here or there, nor an age that a thing says of itself
 * makes it older. After a restart it begins again. Any thread.
 */
public final class Abandoned {
    /** What is beyond it waits. About 2 MB. */
    private static final int KNOWN_MAX = 10_000;
    /** Each is looked at daily. */
    private static final Duration FORGOTTEN = Duration.ofDays(3);

    private final Duration wait;
    private final LongSupplier nanos;
    /** When a thing was seen first. */
    private final TreeMap<Bytes, Long> first = new TreeMap<>();

    public Abandoned(Duration wait) { this(wait, System::nanoTime); }

    /** {@code nanos}: as {@link System#nanoTime}. */
    public Abandoned(Duration wait, LongSupplier nanos) {
        this.wait = wait;
        this.nanos = nanos;
    }

    /** Where nobody else can be about to name it. */
    public static Abandoned atOnce() { return new Abandoned(Duration.ZERO); }

    /** {@code now}: all that begin with {@code prefix} and are of nobody at this look. Returns those that go. */
    public synchronized List<Bytes> of(Bytes prefix, Collection<Bytes> now) {
        if (wait.isZero()) return List.copyOf(now);
        long at = nanos.getAsLong();
        first.subMap(prefix, prefix.afterPrefix()).keySet().retainAll(new HashSet<>(now));
        // what is not looked at any more, as of a removed account, may not keep out the others
        if (first.size() >= KNOWN_MAX)
            first.values().removeIf(since -> at - since >= wait.toNanos() + FORGOTTEN.toNanos());
        for (var one : now) if (first.size() < KNOWN_MAX) first.putIfAbsent(one, at);
        return now.stream().filter(one -> isOld(one, at)).toList();
    }

    private boolean isOld(Bytes one, long at) {
        var since = first.get(one);
        return since != null && at - since >= wait.toNanos();
    }
}
