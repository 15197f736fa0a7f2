package sigillo.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of alarms comes into the log, and what stands. */
class LoggedAlarmsTest {
    private final List<String> log = new ArrayList<>();
    private long now;
    private final LoggedAlarms alarms = new LoggedAlarms(() -> now, log::add);

    private void after(long seconds) { now += seconds * 1_000_000_000L; }

    @Test void oneThatStandsIsWrittenOnce() {
        for (int i = 0; i < 3; i++) {
            alarms.raise("disk", "it is full");
            after(90);
        }
        assertEquals(List.of("alarm disk: it is full"), log);
        alarms.clear("disk");
        assertEquals(Map.of(), alarms.standing());
        alarms.raise("disk", "it is full");
        assertEquals(2, log.size());
    }

    @Test void oneThatChangesAllTheTimeIsWrittenOnceAMinute() {
        for (int second = 0; second < 150; second++) {
            alarms.raise("seal", "row " + second + " is none");
            after(1);
        }
        assertEquals(List.of("alarm seal: row 0 is none", "alarm seal: row 60 is none", "alarm seal: row 120 is none"), log);
        assertEquals("row 149 is none", alarms.standing().get("seal"), "the status has the last");
        alarms.raise("disk", "another is written at once");
        assertEquals(4, log.size());
    }

    @Test void nothingOfTheMomentIsWrittenTwice() {
        for (int i = 0; i < 3; i++) alarms.raise("disk", "it is full");
        assertEquals(1, log.size());
    }
}
