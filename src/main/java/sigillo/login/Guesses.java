package sigillo.login;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Counts guesses by subject (an account, a network) and says how long the next has to wait: nothing for the first ones,
 * then a second, doubling. A guess is charged before it is checked and given back when it was right, so that many at
 * once are counted too; one is forgotten each {@link LoginLimits#GUESS_DELAY_MAX}. What was counted before a restart is
 * told by {@link #restore}. Bounded; safe for use by many threads.
 */
final class Guesses<S> {
    /** Beyond the free ones; the delay has doubled to its greatest by then. */
    private static final int COUNTED_MAX = 10;

    private final int free;
    private final Duration delayMax;
    private final Map<S, Count> counts = new LinkedHashMap<>();
    /** Of before a restart, by name, until their subject comes again. */
    private final Map<String, Count> before = new HashMap<>();
    /** Of other servers, by name. */
    private Map<String, Count> elsewhere = Map.of();
    private Function<S, String> naming = _ -> "";
    private boolean changed;

    /** {@code last}: when the newest of the {@code guesses} was charged. */
    record Count(int guesses, Instant last) {
        Count at(Instant now) {
            long forgotten = Math.max(0, Duration.between(last, now).dividedBy(LoginLimits.GUESS_DELAY_MAX));
            return forgotten == 0 ? this : new Count((int) Math.max(0, guesses - forgotten), last);
        }
    }

    Guesses(int free, Duration delayMax) {
        this.free = free;
        this.delayMax = delayMax;
    }

    // ---- over a restart ----

    /** {@code counts}: by the names that {@code naming} gives their subjects. */
    synchronized void restore(Map<String, Count> counts, Function<S, String> naming) {
        before.putAll(counts);
        this.naming = naming;
    }

    /** What other servers have counted, by names: it is added to what is counted here. */
    synchronized void elsewhere(Map<String, Count> counts) { elsewhere = Map.copyOf(counts); }

    /** A name, and the count of that subject. */
    record Named(String name, Count count) {}

    /**
     * The highest ones, at most {@link LoginLimits#GUESSES_KEPT_MAX}; empty when none has changed since it was asked.
     */
    Optional<List<Named>> changed(Instant now) {
        Map<S, Count> all;
        Map<String, Count> rest;
        synchronized (this) {
            before.values().removeIf(count -> count.at(now).guesses == 0);
            if (!changed) return Optional.empty();
            changed = false;
            all = new HashMap<>(counts);
            rest = Map.copyOf(before);
        }
        var highest = all.entrySet().stream().filter(one -> one.getValue().at(now).guesses > 0)
            .sorted((one, other) -> other.getValue().guesses - one.getValue().guesses)
            .limit(LoginLimits.GUESSES_KEPT_MAX)
            .map(one -> new Named(naming.apply(one.getKey()), one.getValue())).toList();
        var others = rest.entrySet().stream().map(one -> new Named(one.getKey(), one.getValue()))
            .limit(LoginLimits.GUESSES_KEPT_MAX - highest.size());
        return Optional.of(Stream.concat(highest.stream(), others).toList());
    }

    private Count count(S subject) {
        var count = counts.get(subject);
        if (count != null || before.isEmpty()) return count;
        var restored = before.remove(naming.apply(subject));
        if (restored != null) counts.put(subject, restored);
        return restored;
    }

    // ---- counting ----

    /** Zero when a guess may be made now. */
    Duration wait(S subject, Instant now) { return wait(subject, 0, now); }

    /** As it would be if so many of those that were charged had been given back. */
    synchronized Duration wait(S subject, int givenBack, Instant now) {
        var count = all(subject, now);
        if (count == null) return Duration.ZERO;
        var delay = delay(count.guesses - givenBack);
        if (delay.isZero()) return Duration.ZERO; // also where another came a moment later and was charged first
        var left = Duration.between(now, count.last.plus(delay));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Here and elsewhere, as of now; null when there is none. */
    private Count all(S subject, Instant now) {
        var here = count(subject);
        var there = elsewhere.isEmpty() ? null : elsewhere.get(naming.apply(subject));
        if (there == null) return here == null ? null : new Count(here.at(now).guesses, here.last);
        if (here == null) return new Count(there.at(now).guesses, there.last);
        var last = here.last.isAfter(there.last) ? here.last : there.last;
        return new Count(here.at(now).guesses + there.at(now).guesses, last);
    }

    synchronized void charge(S subject, Instant now) {
        var last = count(subject);
        counts.remove(subject);
        int guesses = last == null ? 0 : last.at(now).guesses;
        counts.put(subject, new Count(Math.min(guesses + 1, free + COUNTED_MAX), now));
        if (counts.size() > LoginLimits.SIGN_IN_TABLE_ENTRIES_MAX) counts.remove(counts.keySet().iterator().next());
        changed = true;
    }

    synchronized void giveBack(S subject) {
        counts.computeIfPresent(subject, (_, count) -> count.guesses <= 1 ? null
            : new Count(count.guesses - 1, count.last));
        changed = true;
    }

    private Duration delay(int guesses) {
        if (guesses < free) return Duration.ZERO;
        var delay = Duration.ofSeconds(1L << Math.min(guesses - free, COUNTED_MAX)); // several servers may have more
        return delay.compareTo(delayMax) < 0 ? delay : delayMax;
    }
}
