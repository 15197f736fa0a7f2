package sigillo.main.attendance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.admin.Results;

/** How much of the time a server served. */
final class ServedFigure {
    /** What the figure is about. */
    static final Duration WINDOW = Duration.ofDays(30);

    private ServedFigure() {}

    /**
     * Of the last {@link #WINDOW}, or since there are records; empty when there are none. What lies later than now was
     * written while the clock was wrong, and counts for nothing.
     */
    static Optional<Results.Availability> of(List<Served> all, Instant now) {
        var times = all.stream().filter(time -> !time.start().isAfter(now)).map(time -> time.upTo(now))
            .sorted(Comparator.comparing(Served::start)).toList();
        if (times.isEmpty()) return Optional.empty();
        var from = later(now.minus(WINDOW), times.getFirst().start());
        var pauses = pauses(times, from, now);
        var whole = Duration.between(from, now);
        var down = pauses.stream().map(Results.Pause::lasted).reduce(Duration.ZERO, Duration::plus);
        long stops = pauses.stream().filter(Results.Pause::wasStopped).count();
        return Optional.of(new Results.Availability(percent(whole.minus(down), whole), from, whole.minus(down), down, stops,
            pauses.size() - stops, pauses.isEmpty() ? Optional.empty() : Optional.of(pauses.getLast())));
    }

    private static List<Results.Pause> pauses(List<Served> times, Instant from, Instant now) {
        var pauses = new ArrayList<Results.Pause>();
        var reached = from;
        for (int i = 0; i < times.size(); i++) {
            var time = times.get(i);
            boolean wasStopped = i > 0 && times.get(i - 1).inOrder();
            if (time.start().isAfter(reached)) pauses.add(pause(reached, time.start(), wasStopped));
            reached = later(reached, time.last());
        }
        if (now.isAfter(reached)) pauses.add(pause(reached, now, times.getLast().inOrder()));
        return pauses;
    }

    private static Results.Pause pause(Instant from, Instant to, boolean wasStopped) {
        return new Results.Pause(from, Duration.between(from, to), wasStopped);
    }

    static Instant later(Instant one, Instant other) { return one.isAfter(other) ? one : other; }

    /** Rounded down: 100 is all of it. */
    private static String percent(Duration up, Duration all) {
        if (!all.isPositive()) return "100.000 %";
        return String.format(Locale.ROOT, "%.3f %%", Math.floor(100_000.0 * up.toMillis() / all.toMillis()) / 1_000);
    }
}
