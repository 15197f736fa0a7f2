package sigillo.receivers;

import java.time.Duration;
import java.time.Instant;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** A destination that refuses this server's address is reached another way; {@code next}: when it is tried directly again. */
public record Detour(Instant since, String because, Instant next, int trials) {
    private static final Duration FIRST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    static Detour begun(Instant now, String because) { return new Detour(now, because, now.plus(FIRST), 0); }

    /** It was refused again. */
    Detour again(Instant now, String why) {
        var wait = FIRST.multipliedBy(1L << Math.min(trials + 1, 3));
        return new Detour(since, why, now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST), trials + 1);
    }

    boolean isInForce(Instant now) { return now.isBefore(next); }

    void write(RowOut out) { out.time(since).text(because).time(next).number(trials); }

    static Detour read(RowIn in) { return new Detour(in.time(), in.text(), in.time(), in.integer()); }
}
