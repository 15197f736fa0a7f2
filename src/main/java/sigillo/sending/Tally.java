package sigillo.sending;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What an account has sent of late, and its habit: {@code busiest} is the number of recipients of its busiest day, in
 * hundredths, a twentieth less with each day since; {@code since} the day of the first count, as of the epoch.
 */
record Tally(Map<Bound, Window> windows, long busiest, long since) {
    private static final List<Bound> COUNTED = Arrays.stream(Bound.values()).filter(Bound::isCounted).toList();
    private static final double FADES = 0.95;
    private static final long DAY = Bound.RECIPIENTS_PER_DAY.period();

    static final Tally NONE = new Tally(Map.of(), 0, 0);

    private Window window(Bound bound) { return windows.getOrDefault(bound, Window.EMPTY); }

    /** As of {@code now}, in milliseconds. */
    Tally at(long now) {
        var moved = new EnumMap<Bound, Window>(Bound.class);
        for (var bound : COUNTED) moved.put(bound, window(bound).at(now, bound.period()));
        long today = Math.floorDiv(now, DAY);
        return new Tally(moved, habit(today), since == 0 ? today : since);
    }

    private long habit(long today) {
        var day = window(Bound.RECIPIENTS_PER_DAY);
        long days = today - day.period();
        return days <= 0 ? busiest : (long) (Math.max(busiest, 100 * day.count()) * Math.pow(FADES, days));
    }

    /** Of one that is as of now. */
    Tally plus(Sent more) {
        var grown = new EnumMap<Bound, Window>(Bound.class);
        for (var bound : COUNTED) grown.put(bound, window(bound).plus(more.of(bound)));
        return new Tally(grown, busiest, since);
    }

    /** Counts from nothing again; what was sent today has become a habit. */
    Tally forgiven() {
        var day = window(Bound.RECIPIENTS_PER_DAY);
        var none = new EnumMap<Bound, Window>(Bound.class);
        for (var bound : COUNTED) none.put(bound, new Window(window(bound).period(), 0, 0));
        return new Tally(none, Math.max(busiest, 100 * (day.count() + day.before())), since);
    }

    /** Of one that is as of {@code now}. */
    long count(Bound bound, long now) { return window(bound).within(now, bound.period()); }

    /** What {@code more} would be too much of, {@code isToBePaused} or only for now. Of one that is as of {@code now}. */
    Optional<Excess> excess(Sent more, SendingLimits limits, long now) {
        for (var bound : COUNTED) {
            long count = count(bound, now) + more.of(bound);
            if (count > limits.max(bound)) return Optional.of(new Excess(bound, count, limits.max(bound)));
        }
        return suddenly(more, limits, now);
    }

    /** {@code count}: with what was refused. */
    record Excess(Bound bound, long count, long max) {
        boolean isToBePaused() { return bound != Bound.MESSAGES_PER_HOUR && bound != Bound.MESSAGES_PER_DAY; }
    }

    /** Many more than ever of late, half of whom it had not written to: not the mail to all members that it sends each year. */
    private Optional<Excess> suddenly(Sent more, SendingLimits limits, long now) {
        int times = limits.max(Bound.SUDDEN_CHANGE);
        boolean isKnown = Math.floorDiv(now, DAY) - since >= SendingLimits.HABIT_DAYS;
        if (times == 0 || !isKnown) return Optional.empty();
        long recipients = count(Bound.RECIPIENTS_PER_DAY, now) + more.recipients();
        long firsts = count(Bound.FIRST_TIME_PER_DAY, now) + more.firsts();
        long max = Math.max(SendingLimits.SUDDEN_FROM, times * busiest / 100);
        return recipients > max && 2 * firsts >= recipients ? Optional.of(new Excess(Bound.SUDDEN_CHANGE, recipients, max)) : Optional.empty();
    }

    void write(RowOut out) {
        for (var bound : COUNTED) window(bound).write(out);
        out.number(busiest).number(since);
    }

    static Tally read(RowIn in) {
        var windows = new EnumMap<Bound, Window>(Bound.class);
        for (var bound : COUNTED) windows.put(bound, Window.read(in));
        return new Tally(windows, in.number(), in.number());
    }
}
