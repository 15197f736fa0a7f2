package sigillo.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which backups stay: the last ones, and of each of the last days, weeks (of ISO 8601) and months that have any, the
 * last one, in UTC. The newest always stays.
 */
public record Retention(int last, int daily, int weekly, int monthly) {

    /** Nothing goes. */
    static final Retention ALL = new Retention(Integer.MAX_VALUE, 0, 0, 0);

    /** A backup: its number, which grows, and when it was made. */
    public record Made(long number, Instant at) {}

    /** The numbers of those that stay. */
    public Set<Long> kept(List<Made> all) {
        var newestFirst = all.stream().sorted(Comparator.comparingLong(Made::number).reversed()).toList();
        var kept = new TreeSet<Long>();
        newestFirst.stream().limit(Math.max(1, last)).forEach(made -> kept.add(made.number()));
        keepOneOfEach(newestFirst, daily, Retention::day, kept);
        keepOneOfEach(newestFirst, weekly, made -> week(day(made)), kept);
        keepOneOfEach(newestFirst, monthly, made -> YearMonth.from(day(made)), kept);
        return kept;
    }

    private static void keepOneOfEach(List<Made> newestFirst, int count, Function<Made, Object> time, Set<Long> kept) {
        var seen = new HashSet<Object>();
        for (var made : newestFirst) {
            if (seen.size() == count) return;
            if (seen.add(time.apply(made))) kept.add(made.number());
        }
    }

    private static LocalDate day(Made made) { return LocalDate.ofInstant(made.at(), ZoneOffset.UTC); }

    private static String week(LocalDate day) { return day.get(IsoFields.WEEK_BASED_YEAR) + "/"
        + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR); }
}
