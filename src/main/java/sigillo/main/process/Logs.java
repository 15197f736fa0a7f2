package sigillo.main.process;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/**
 * The log: one line an event on standard error. What is logged names peers and ids, never content; mail addresses, whoever
 * says them, in an exception too, only where the operator asks for them. Of what goes wrong again and again the first
 * lines are there, and then a count ({@link LogBound}).
 */
public final class Logs extends Handler {
    private static final System.Logger LOG = System.getLogger(Logs.class.getName());
    private static final int FRAMES_MAX = 12;
    private static final int CAUSES_MAX = 4;
    /** RFC 5321 section 4.1.2, and more: what looks like one is one. Identities of objects ({@code Name@1a2b3c4d}) do not. */
    private static final Pattern ADDRESS = Pattern.compile("(?:\"[^\"]{0,64}\"|[^\\s<>()\\[\\],;:\"|]+)@(?![0-9a-f]{5,8}\\b(?!\\.))(?:\\[[^\\]]{0,64}]|[\\p{L}\\p{N}.-]+)");
    private static final SimpleFormatter MESSAGES = new SimpleFormatter();
    /** Held here, since the JDK forgets the level of a logger that nobody holds. */
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("sigillo");
    /** It would show a stack for each answer of a stranger that is not well signed; the answer says why by itself. */
    private static final Logger DNSSEC = Logger.getLogger("org.xbill.DNS");

    private static final LogKinds KINDS = new LogKinds();
    /** Of a line that stands for many that were left out. In characters. */
    private static final int SHORTENED = 200;

    private final PrintStream out;
    private final boolean addresses;
    private final LogBound bound = new LogBound();

    Logs(PrintStream out, boolean addresses) {
        this.out = out;
        this.addresses = addresses;
    }

    /** {@code addresses}: whether they are shown. */
    public static void start(Level level, boolean addresses) {
        for (var other : ROOT.getHandlers()) ROOT.removeHandler(other);
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(level);
        DNSSEC.setLevel(Level.OFF);
        ROOT.addHandler(new Logs(System.err, addresses));
        // the JVM would write the whole of it beside the log, addresses too
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> LOG.log(System.Logger.Level.ERROR, "the thread \"" + thread.getName() + "\" was ended by a fault", fault));
    }

    /** Of this process, since it began. */
    public static LogKinds kinds() { return KINDS; }

    @Override public void publish(LogRecord event) {
        KINDS.count(event);
        bound.over(event.getInstant()).forEach(one -> leftOut(one, event.getInstant()));
        var message = MESSAGES.formatMessage(event);
        switch (bound.of(event, message)) {
            case YES -> write(event, event.getInstant(), message, event.getThrown());
            case LAST -> write(event, event.getInstant(), message + " (more lines like this are not written for an hour,"
                + " and counted)", event.getThrown());
            case NO -> { }
        }
    }

    private void leftOut(LogBound.LeftOut left, Instant now) {
        var message = MESSAGES.formatMessage(left.last());
        var shortened = message.length() <= SHORTENED ? message : message.substring(0, SHORTENED) + " ...";
        write(left.last(), now, left.lines() + " more lines like this were not written: " + shortened, null);
    }

    private void write(LogRecord of, Instant at, String message, Throwable thrown) {
        var line = new StringBuilder(at.truncatedTo(ChronoUnit.MILLIS).toString()).append(' ')
            .append("%-7s".formatted(of.getLevel().getName())).append(' ').append(of.getLoggerName()).append("  ")
            .append(message);
        describe(line, thrown);
        out.println(shown(line).codePoints().map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append));
    }

    /** What was left out until now is told: the process is about to end. */
    static void tellRest() {
        for (var one : ROOT.getHandlers()) if (one instanceof Logs ours) ours.rest(Instant.now());
    }

    private void rest(Instant now) { bound.all().forEach(one -> leftOut(one, now)); }

    private CharSequence shown(CharSequence line) { return addresses ? line : ADDRESS.matcher(line).replaceAll("(address)"); }

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
