package sigillo.main;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The log: one line an event on standard error. What is logged names peers and ids, never content. */
final class Logs extends Handler {
    private static final int FRAMES_MAX = 12;
    private static final int CAUSES_MAX = 4;
    private static final SimpleFormatter MESSAGES = new SimpleFormatter();
    /** Held here, since the JDK forgets the level of a logger that nobody holds. */
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("sigillo");

    private final PrintStream out;

    Logs(PrintStream out) { this.out = out; }

    static void start(Level level) {
        for (var other : ROOT.getHandlers()) ROOT.removeHandler(other);
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(level);
        ROOT.addHandler(new Logs(System.err));
    }

    @Override public void publish(LogRecord event) {
        var line = new StringBuilder(event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString()).append(' ')
            .append("%-7s".formatted(event.getLevel().getName())).append(' ').append(event.getLoggerName()).append("  ")
            .append(MESSAGES.formatMessage(event));
        describe(line, event.getThrown());
        out.println(line.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append));
    }

    /** The exception, its causes and where it was thrown, on the same line. */
    private static void describe(StringBuilder line, Throwable thrown) {
        for (int causes = 0; thrown != null && causes < CAUSES_MAX; causes++, thrown = thrown.getCause()) {
            line.append(" | ").append(thrown);
            var frames = thrown.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) line.append(" < ").append(frames[i]);
        }
    }

    @Override public void flush() { out.flush(); }

    @Override public void close() { flush(); }
}
