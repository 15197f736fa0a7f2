package sigillo.main.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import sigillo.base.LoggedAlarms;

/**
 * Which warnings and errors are written into the log: of a kind the first {@value #LINES_MAX} of an hour. What comes
 * then is counted, and told when the hour is over: what a stranger can cause as often as he likes must not fill the
 * disk. A kind is what is said at one place for one reason; of alarms each is a kind. Any thread.
 */
final class LogBound {
    /** What keeps to a line a minute by itself ({@link sigillo.base.Complaints}) is never left out. */
    static final int LINES_MAX = 60;
    static final Duration WITHIN = Duration.ofHours(1);
    /** All more are one kind: places and reasons are the program's own, and fewer. */
    static final int KINDS_MAX = 1_000;

    enum Written {
        YES,
        /** It is to say that more are not. */
        LAST,
        NO
    }

    /** What was not written: so many lines, and the last of them. */
    record LeftOut(long lines, LogRecord last) {}

    /** {@code thrown}: its class, and where. */
    private record Kind(Level level, String logger, String where, String thrown, String alarm) {}

    private static final Kind ALL_MORE = new Kind(Level.SEVERE, "", "", "", "");

    private static final class Count {
        private final Instant since;
        private long lines;
        private LogRecord last;

        Count(Instant since) { this.since = since; }

        boolean isOver(Instant now) { return Duration.between(since, now).abs().compareTo(WITHIN) >= 0; }
    }

    private final Map<Kind, Count> counts = new HashMap<>();
    private Instant looked = Instant.EPOCH;

    /** {@code message}: what it says. */
    synchronized Written of(LogRecord event, String message) {
        if (event.getLevel().intValue() < Level.WARNING.intValue()) return Written.YES;
        var kind = kind(event, message);
        if (!counts.containsKey(kind) && counts.size() >= KINDS_MAX) kind = ALL_MORE;
        var count = counts.computeIfAbsent(kind, _ -> new Count(event.getInstant()));
        count.lines++;
        if (count.lines > LINES_MAX) count.last = event;
        return count.lines < LINES_MAX ? Written.YES : count.lines == LINES_MAX ? Written.LAST : Written.NO;
    }

    private static Kind kind(LogRecord event, String message) {
        var logger = String.valueOf(event.getLoggerName());
        boolean isAlarm = logger.equals(LoggedAlarms.class.getName());
        return new Kind(event.getLevel(), logger, event.getSourceClassName() + "." + event.getSourceMethodName(),
            thrown(event.getThrown()), isAlarm ? message.split(": ", 2)[0] : "");
    }

    private static String thrown(Throwable thrown) {
        if (thrown == null) return "";
        var frames = thrown.getStackTrace();
        return thrown.getClass().getName() + (frames.length == 0 ? "" : " " + frames[0]);
    }

    /** What was left out of hours that are over; each is told once. Cheap where it is asked often. */
    synchronized List<LeftOut> over(Instant now) {
        if (Duration.between(looked, now).abs().toSeconds() < 1) return List.of();
        looked = now;
        return taken(now, false);
    }

    /** The same of hours that are not over: the process ends. */
    synchronized List<LeftOut> all() { return taken(Instant.EPOCH, true); }

    private List<LeftOut> taken(Instant now, boolean isAll) {
        var told = new ArrayList<LeftOut>();
        counts.values().removeIf(one -> {
            boolean isOver = isAll || one.isOver(now);
            if (isOver && one.last != null) told.add(new LeftOut(one.lines - LINES_MAX, one.last));
            return isOver;
        });
        return told;
    }
}
