package sigillo.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private final List<String> said = new ArrayList<>();
    private final System.Logger log = new System.Logger() {
        @Override public String getName() { return "test"; }

        @Override public boolean isLoggable(Level level) { return true; }

        @Override public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) { said.add(text); }

        @Override public void log(Level level, ResourceBundle bundle, String format,
            Object... params) { said.add(format); }
    };

    @Test void oneLineAMinute() {
        var clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));
        var complaints = new Complaints(log, clock);
        for (int i = 0; i < 3; i++) complaints.add("full", null);
        clock.advance(Duration.ofSeconds(59));
        complaints.add("full", null);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 2; i++) complaints.add("full again", null);
        assertEquals(List.of("full", "full again (and 3 more since the last line like this)"), said);
    }
}
