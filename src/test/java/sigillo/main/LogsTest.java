package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** One line an event, whatever strangers put into it. */
class LogsTest {

    @Test void anEventIsALine() {
        assertEquals("2026-11-25T08:00:00.123Z WARNING sigillo.x  hello 5\n", logged(Level.WARNING, "hello {0}", null, 5));
    }

    @Test void whatWouldBreakTheLineDoesNot() {
        var line = logged(Level.INFO, "said \r\n2026-11-25T08:00:00Z SEVERE forged \u001b[2J\u0085", null);
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.chars().filter(Character::isISOControl).count() == 1, "the end of the line only");
    }

    @Test void anExceptionIsOnTheSameLine() {
        var line = logged(Level.SEVERE, "failed", new IllegalStateException("outer\nline", new RuntimeException("inner")));
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.contains("outer line") && line.contains("inner") && line.contains("LogsTest"), line);
    }

    @Test void addressesAreShownWhenTheOperatorAsks() {
        var thrown = new IllegalStateException("not kept for anna@home.example", new RuntimeException("<\"a b\"@[192.0.2.1]>"));
        var message = "mx1 192.0.2.7 user anna+x@home.example, j\u00fcrgen@m\u00fcller.example <bob@nas> x@y";
        var line = logged(Level.INFO, message, thrown);
        assertTrue(line.contains("mx1 192.0.2.7 user (address), (address) <(address)> (address) |"), line);
        assertTrue(line.contains("not kept for (address)") && line.contains("<(address)>"), line);
        assertEquals(0, line.chars().filter(c -> c == '@').count(), line);
        var shown = logged(true, Level.INFO, message, thrown);
        assertTrue(shown.contains(message) && shown.contains("anna@home.example") && shown.contains("\"a b\"@[192.0.2.1]"), shown);
    }

    /** By the JVM's own words it would be many lines, with the address in them. */
    @Test void aThreadThatEndsByAFaultSaysSoInTheLog() throws InterruptedException {
        var err = System.err;
        var out = new ByteArrayOutputStream();
        System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Logs.start(Level.WARNING, false);
            Thread.ofVirtual().name("of a test").start(() -> { throw new NoClassDefFoundError("for anna@home.example"); }).join();
        } finally {
            System.setErr(err);
            Logs.start(Level.WARNING, false);
        }
        var said = out.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("SEVERE") && said.contains("the thread \"of a test\" was ended by a fault") && said.contains("for (address)"), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test void identitiesOfObjectsAreNoAddresses() {
        var line = logged(Level.INFO, "Thread[#1]@7f31245a java.lang.Object@1b6d3586", null);
        assertTrue(line.contains("Object@1b6d3586"), line);
        assertTrue(!logged(Level.INFO, "to a@1b6d3586.example", null).contains("1b6d3586"));
    }

    private static String logged(Level level, String message, Throwable thrown, Object... parameters) { return logged(false, level, message, thrown, parameters); }

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
