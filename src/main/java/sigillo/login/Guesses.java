package sigillo.login;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts guesses by subject (an account, a network) and says how long the next has to wait: nothing for the first ones,
 * then a second, doubling. A guess is charged before it is checked and given back when it was right, so that many at once
 * are counted too; one is forgotten each {@link LoginLimits#GUESS_DELAY_MAX}. Bounded; safe for use by many threads.
 */
final class Guesses<S> {
    /** Beyond the free ones; the delay has doubled to its greatest by then. */
    private static final int COUNTED_MAX = 10;

    private final int free;
    private final Duration delayMax;
    private final Map<S, Count> counts = new LinkedHashMap<>();

    /** {@code last}: when the newest of the {@code guesses} was charged. */
    private record Count(int guesses, Instant last) {
        Count at(Instant now) {
            long forgotten = Math.max(0, Duration.between(last, now).dividedBy(LoginLimits.GUESS_DELAY_MAX));
            return forgotten == 0 ? this : new Count((int) Math.max(0, guesses - forgotten), last);
        }
    }

    Guesses(int free, Duration delayMax) {
        this.free = free;
        this.delayMax = delayMax;
    }

    /** Zero when a guess may be made now. */
    synchronized Duration wait(S subject, Instant now) {
        var count = counts.get(subject);
        if (count == null) return Duration.ZERO;
        var left = Duration.between(now, count.last.plus(delay(count.at(now).guesses)));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void charge(S subject, Instant now) {
        var before = counts.remove(subject);
        int guesses = before == null ? 0 : before.at(now).guesses;
        counts.put(subject, new Count(Math.min(guesses + 1, free + COUNTED_MAX), now));
        if (counts.size() > LoginLimits.SIGN_IN_TABLE_ENTRIES_MAX) counts.remove(counts.keySet().iterator().next());
    }

    synchronized void giveBack(S subject) {
        counts.computeIfPresent(subject, (_, count) -> count.guesses <= 1 ? null
            : new Count(count.guesses - 1, count.last));
    }

    private Duration delay(int guesses) {
        if (guesses < free) return Duration.ZERO;
        var delay = Duration.ofSeconds(1L << guesses - free);
        return delay.compareTo(delayMax) < 0 ? delay : delayMax;
    }
}
