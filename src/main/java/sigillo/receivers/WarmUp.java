package sigillo.receivers;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The pace of an address that receivers do not know yet: what each large one gets in a day, a quarter more each day for 30
 * days, and an eighth of that in an hour. Mail to many has half of it, so that personal mail goes first.
 */
public final class WarmUp {
    public static final int DAYS = 30;
    /** A message to more is no personal mail. */
    static final int PERSONAL_MAX = 5;
    private static final int FIRST_DAY = 50;
    private static final double GROWS = 1.25;
    private static final int HOURS = 8;
    private static final int HOUR_MIN = 10;
    private static final long HOUR_MILLIS = 3_600_000;

    private WarmUp() {}

    /** Recipients of one receiver on a day, the first is 0. */
    public static long inDay(int day) { return Math.round(FIRST_DAY * Math.pow(GROWS, day)); }

    public static long inHour(int day) { return Math.max(HOUR_MIN, inDay(day) / HOURS); }

    /** Since it {@code begun}; empty when it is over. */
    public static Optional<Integer> day(Instant begun, Instant now) {
        long day = Math.max(0, Duration.between(begun, now).toDays());
        return day < DAYS ? Optional.of((int) day) : Optional.empty();
    }

    static long hour(Instant now) { return Math.floorDiv(now.toEpochMilli(), HOUR_MILLIS); }

    /** Whether some more may go. What is more than is allowed in all goes when nothing else has. */
    static boolean has(Use used, int day, long more, boolean isBulk) {
        long share = isBulk ? 2 : 1;
        return fits(used.inHour(), more, inHour(day) / share) && fits(used.inDay(), more, inDay(day) / share);
    }

    private static boolean fits(long used, long more, long max) { return used == 0 || used + more <= max; }

    /** When more may go than now: at the next hour, or the next day. */
    static Instant next(Use used, int day, boolean isBulk, Instant now) {
        long share = isBulk ? 2 : 1;
        boolean isDayFull = used.inDay() >= inDay(day) / share;
        long hour = hour(now);
        long next = isDayFull ? 24 * (Math.floorDiv(hour, 24) + 1) : hour + 1;
        return Instant.ofEpochMilli(next * HOUR_MILLIS);
    }
}
