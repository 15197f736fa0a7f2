package sigillo.main.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** One line an event, whatever strangers put into it. */
class LogsTest {

    @Test void anEventIsALine() {
        assertEquals("2026-11-25T08:00:00.123Z WARNING sigillo.x  hello 5\n",
            logged(Level.WARNING, "hello {0}", null, 5));
    }

    @Test void whatWouldBreakTheLineDoesNot() {
        var line = logged(Level.INFO, "said \r\n2026-11-25T08:00:00Z SEVERE forged \u001b[2J\u0085", null);
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.chars().filter(Character::isISOControl).count() == 1, "the end of the line only");
    }

    @Test void anExceptionIsOnTheSameLine() {
        var line = logged(Level.SEVERE, "failed",
            new IllegalStateException("outer\nline", new RuntimeException("inner")));
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.contains("outer line") && line.contains("inner") && line.contains("LogsTest"), line);
    }

    @Test void addressesAreShownWhenTheOperatorAsks() {
        var thrown = new IllegalStateException("not kept for anna@home.example",
            new RuntimeException("<\"a b\"@[192.0.2.1]>"));
        var message = "mx1 192.0.2.7 user anna+x@home.example, j\u00fcrgen@m\u00fcller.example <bob@nas> x@y";
        var line = logged(Level.INFO, message, thrown);
        assertTrue(line.contains("mx1 192.0.2.7 user (address), (address) <(address)> (address) |"), line);
        assertTrue(line.contains("not kept for (address)") && line.contains("<(address)>"), line);
        assertEquals(0, line.chars().filter(c -> c == '@').count(), line);
        var shown = logged(true, Level.INFO, message, thrown);
        for (var part : new String[] {message, "anna@home.example", "\"a b\"@[192.0.2.1]"})
            assertTrue(shown.contains(part), shown);
    }

    /** By the JVM's own words it would be many lines, with the address in them. */
    @Test void aThreadThatEndsByAFaultSaysSoInTheLog() throws InterruptedException {
        var err = System.err;
        var out = new ByteArrayOutputStream();
        System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Logs.start(Level.WARNING, false);
            Thread.ofVirtual().name("of a test")
                .start(() -> { throw new NoClassDefFoundError("for anna@home.example"); }).join();
        } finally {
            System.setErr(err);
            Logs.start(Level.WARNING, false);
        }
        var said = out.toString(StandardCharsets.UTF_8);
        for (var part : new String[] {"SEVERE", "the thread \"of a test\" was ended by a fault", "for (address)"})
            assertTrue(said.contains(part), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test void identitiesOfObjectsAreNoAddresses() {
        var line = logged(Level.INFO, "Thread[#1]@7f31245a java.lang.Object@1b6d3586", null);
        assertTrue(line.contains("Object@1b6d3586"), line);
        assertTrue(!logged(Level.INFO, "to a@1b6d3586.example", null).contains("1b6d3586"));
    }

    /** Whoever causes a warning as often as he likes does not fill the disk; each kind has lines of its own. */
    @Test void whatGoesWrongAgainAndAgainIsCounted() {
        var out = new ByteArrayOutputStream();
        var logs = new Logs(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        var begin = Instant.parse("2026-11-30T08:00:00Z");
        for (int i = 0; i < 1_294; i++)
            logs.publish(event(begin.plusSeconds(i), Level.WARNING, "from 192.0.2." + i, "flooded"));
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(LogBound.LINES_MAX, lines.size());
        var last = "from 192.0.2.59 (more lines like this are not written for an hour, and counted)";
        assertTrue(lines.getLast().contains(last), lines.getLast());
        out.reset();
        logs.publish(event(begin.plusSeconds(60), Level.WARNING, "another", "elsewhere"));
        logs.publish(event(begin.plusSeconds(61), Level.INFO, "a conversation", "flooded"));
        assertEquals(2, out.toString(StandardCharsets.UTF_8).lines().count(), "other kinds, and what is no warning");
        out.reset();
        logs.publish(event(begin.plusSeconds(3_600), Level.INFO, "a conversation", "served"));
        logs.publish(event(begin.plusSeconds(3_601), Level.WARNING, "from 192.0.2.7", "flooded"));
        assertEquals("""
            2026-11-30T09:00:00Z WARNING sigillo.x  1234 more lines like this were not written: from 192.0.2.1293
            2026-11-30T09:00:00Z INFO    sigillo.x  a conversation
            2026-11-30T09:00:01Z WARNING sigillo.x  from 192.0.2.7
            """, out.toString(StandardCharsets.UTF_8), "a count, and the kind is written again");
    }

    /** One alarm that somebody makes come and go does not hide another; a fault at another place is another kind. */
    @Test void oneKindDoesNotHideAnother() {
        var bound = new LogBound();
        var alarm = event(Instant.EPOCH, Level.SEVERE, "", "raise", "sigillo.base.LoggedAlarms");
        for (int i = 0; i < 100; i++) bound.of(alarm, "alarm quota of x: it is full: " + i);
        assertEquals(LogBound.Written.YES, bound.of(alarm, "alarm store: it is full"));
        assertEquals(LogBound.Written.NO, bound.of(alarm, "alarm quota of x: again"));
        for (int i = 0; i < 100; i++) bound.of(fault("" + i), "failed");
        assertEquals(LogBound.Written.NO, bound.of(fault("again"), "failed"));
        assertEquals(LogBound.Written.YES, bound.of(thrown(new IllegalStateException("elsewhere")), "failed"));
        assertEquals(List.of(41L, 41L), bound.all().stream().map(LogBound.LeftOut::lines).toList());
        assertEquals(List.of(), bound.all(), "once");
    }

    /** However many kinds there are, and when the clock is put back. */
    @Test void kindsAreBoundedToo() {
        var bound = new LogBound();
        for (int i = 0; i < 10_000; i++) bound.of(event(Instant.EPOCH, Level.WARNING, "", "at" + i), "");
        assertEquals(LogBound.Written.NO, bound.of(event(Instant.EPOCH, Level.WARNING, "", "at10000"), ""));
        var over = bound.over(Instant.EPOCH.plus(LogBound.WITHIN)).stream().map(LogBound.LeftOut::lines).toList();
        assertEquals(List.of(9_001L - LogBound.LINES_MAX), over);
        var late = Instant.parse("2026-11-30T08:00:00Z");
        for (int i = 0; i < 100; i++) bound.of(event(late, Level.WARNING, "", "flooded"), "");
        var before = late.minus(LogBound.WITHIN);
        bound.over(before);
        assertEquals(LogBound.Written.YES, bound.of(event(before, Level.WARNING, "", "flooded"), ""));
    }

    private static LogRecord fault(String what) { return thrown(new IllegalStateException(what)); }

    private static LogRecord thrown(Exception why) {
        var event = event(Instant.EPOCH, Level.SEVERE, "failed", "answer");
        event.setThrown(why);
        return event;
    }

    private static LogRecord event(Instant at, Level level, String message, String method) {
        return event(at, level, message, method, "sigillo.x");
    }

    private static LogRecord event(Instant at, Level level, String message, String method, String logger) {
        var event = new LogRecord(level, message);
        event.setInstant(at);
        event.setLoggerName(logger);
        event.setSourceClassName("sigillo.x.Y");
        event.setSourceMethodName(method);
        return event;
    }

    private static String logged(Level level, String message, Throwable thrown, Object... parameters) {
        return logged(false, level, message, thrown, parameters);
    }

    private static String logged(boolean addresses, Level level, String message, Throwable thrown, Object... parameters) {
        var out = new ByteArrayOutputStream();
        var event = new LogRecord(level, message);
        event.setInstant(Instant.parse("2026-11-25T08:00:00.123456Z"));
        event.setLoggerName("sigillo.x");
        event.setThrown(thrown);
        event.setParameters(parameters);
        new Logs(new PrintStream(out, true, StandardCharsets.UTF_8), addresses).publish(event);
        return out.toString(StandardCharsets.UTF_8);
    }
}
