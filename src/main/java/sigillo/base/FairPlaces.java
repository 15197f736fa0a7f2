package sigillo.base;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Places that many share, for what waits for strangers: who waits long, or for several at once, leaves some of them to
 * those who do not. So nobody who asks strangers that answer slowly, or has them answer slowly, keeps the others from
 * asking. Nobody waits for a place. Any thread.
 */
public final class FairPlaces<W> {
    /** Of those who have used a place: what is remembered of them. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Rules rules;
    private final LongSupplier nanos;
    private final Map<W, Used> used = new HashMap<>();
    private int taken;

    /**
     * {@code places}: at the same time. {@code each}: of one. {@code kept}: so many are for who has none now, and has
     * had one for less than {@code little} in all in the last {@code within}.
     */
    public record Rules(int places, int each, int kept, Duration little, Duration within) {
        public Rules {
            if (kept >= places || each < 1) throw new IllegalArgumentException("nobody could wait long");
        }
    }

    private static final class Used {
        private final long since;
        private long nanos;
        private int now;

        Used(long since) { this.since = since; }
    }

    public FairPlaces(Rules rules) { this(rules, System::nanoTime); }

    FairPlaces(Rules rules, LongSupplier nanos) {
        this.rules = rules;
        this.nanos = nanos;
    }

    /** To be closed once; twice is as once. */
    public interface Place extends AutoCloseable {
        @Override void close();
    }

    /** Empty where there is none for {@code who} now. */
    public synchronized Optional<Place> enter(W who) {
        long now = nanos.getAsLong();
        used.values().removeIf(one -> one.now == 0 && now - one.since >= rules.within.toNanos());
        if (!used.containsKey(who) && used.size() >= REMEMBERED_MAX) return Optional.empty();
        var mine = used.computeIfAbsent(who, _ -> new Used(now));
        boolean isLight = mine.now == 0 && mine.nanos < rules.little.toNanos();
        int free = rules.places - taken - (isLight ? 0 : rules.kept);
        if (free <= 0 || mine.now >= rules.each) return Optional.empty();
        taken++;
        mine.now++;
        var isOver = new AtomicBoolean();
        return Optional.of(() -> {
            if (!isOver.getAndSet(true)) leave(mine, now);
        });
    }

    private synchronized void leave(Used mine, long since) {
        taken--;
        mine.now--;
        mine.nanos += nanos.getAsLong() - since;
    }
}
