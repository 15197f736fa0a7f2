package sigillo.main.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Warnings and errors of the log since the start, counted by where they are written and what was thrown, without a word of what they
 * say. So many kinds; of one more that which is quiet for longest goes. Any thread.
 */
public final class LogKinds {
    private static final int KINDS_MAX = 100;
    private static final int FRAMES_MAX = 4;

    /** {@code thrown}: classes of what was thrown and why, and where. */
    public record Kind(String level, String where, List<String> thrown) {}

    public record Count(Kind kind, long count, Instant first, Instant last) {}

    private final Map<Kind, Count> kinds = new LinkedHashMap<>();

    void count(LogRecord event) {
        if (event.getLevel().intValue() < Level.WARNING.intValue()) return;
        add(new Kind(event.getLevel().getName(), event.getSourceClassName() + "." + event.getSourceMethodName(), thrown(event.getThrown())), event.getInstant());
    }

    private synchronized void add(Kind kind, Instant at) {
        var before = kinds.remove(kind); // what was written last is last
        if (before == null && kinds.size() >= KINDS_MAX) kinds.remove(kinds.keySet().iterator().next());
        kinds.put(kind, before == null ? new Count(kind, 1, at, at) : new Count(kind, before.count + 1, before.first, at));
    }

    private static List<String> thrown(Throwable thrown) {
        var all = new ArrayList<String>();
        for (var cause = thrown; cause != null && all.size() < FRAMES_MAX; cause = cause.getCause()) {
            all.add(cause.getClass().getName());
            var frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) all.add("  at " + frames[i].getClassName() + "." + frames[i].getMethodName() + ":" + frames[i].getLineNumber());
        }
        return List.copyOf(all);
    }

    /** The newest first. */
    public synchronized List<Count> counts() { return kinds.values().stream().sorted(Comparator.comparing(Count::last).reversed()).toList(); }
}
