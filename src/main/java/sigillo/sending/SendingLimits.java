package sigillo.sending;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How much an account may send: enough for a person and a small list, too little for a stolen password to be worth
 * much. A recipient counts for each message to it.
 */
public record SendingLimits(Map<Bound, Integer> of) {
    /** So often a word of an operator's can be said. */
    public static final int MAX = 1_000_000;
    /** Whom an account has written to is remembered of so many; the longest unused are forgotten. */
    static final int KNOWN_MAX = 10_000;
    /** And so long, in days. That somebody was written to again is noted each month. */
    static final int KNOWN_DAYS = 730;
    static final int NOTED_AGAIN_DAYS = 30;
    /** Who has complained of an account is remembered of so many: who has more has other trouble. The oldest goes. */
    static final int UNWANTED_MAX = 1_000;
    /** No change is sudden below so many recipients of a day, or before so many days are known. */
    static final int SUDDEN_FROM = 100;
    static final int HABIT_DAYS = 7;
    /** What was counted so long ago is written before more is, in milliseconds. */
    static final long STALE_MILLIS = 120_000;
    /** How long an account that sends nothing stays in memory, in milliseconds. */
    static final long IDLE_MILLIS = 3_600_000;

    public static final SendingLimits DEFAULT = new SendingLimits(Map.of());

    /** What is not named is as by default. Throws {@link IllegalArgumentException} for what is too small. */
    public SendingLimits {
        var given = of;
        of = Arrays.stream(Bound.values()).collect(Collectors.toUnmodifiableMap(Function.identity(),
            bound -> given.getOrDefault(bound, bound.byDefault())));
        of.forEach((bound, max) -> {
            if (max < bound.min()) throw new IllegalArgumentException(bound.key() + " " + max + ": switch submission off instead");
        });
    }

    public int max(Bound bound) { return of.get(bound); }
}
