package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.admin.Results;
import sigillo.base.SetClock;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** The figure of a month, from what a server wrote down of itself. */
class AttendanceTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final SetClock clock = new SetClock(START);
    private final MemoryStore store = new MemoryStore();

    private Results.Availability figure(boolean serves) {
        return Attendance.of(store, clock.instant(), serves).orElseThrow();
    }

    /** A life of so many minutes, each said. */
    private Attendance life(int minutes) {
        var attendance = new Attendance(store, clock);
        attendance.begin();
        for (int i = 0; i < minutes; i++) {
            clock.advance(Duration.ofMinutes(1));
            attendance.beat();
        }
        return attendance;
    }

    @Test void whatNeverServedHasNoFigure() { assertEquals(Optional.empty(), Attendance.of(store, START, false)); }

    @Test void aStopAndACrashAreToldApart() {
        life(90).close();
        clock.advance(Duration.ofMinutes(4));
        life(10);
        clock.advance(Duration.ofMinutes(6));
        var attendance = life(90);
        var figure = figure(true);
        assertEquals(Duration.ofMinutes(190), figure.up());
        assertEquals(Duration.ofMinutes(10), figure.down());
        assertEquals("95.000 %", figure.served());
        assertEquals(START, figure.since());
        assertEquals(List.of(1L, 1L), List.of(figure.stops(), figure.crashes()));
        assertEquals(new Results.Pause(START.plus(Duration.ofMinutes(104)), Duration.ofMinutes(6), false), figure.last()
            .orElseThrow());
        attendance.close();
        clock.advance(Duration.ofMinutes(50));
        assertEquals("76.000 %", figure(false).served(), "it is down still");
        assertEquals(2, figure(false).stops());
    }

    /** The store took no writes, so nobody was served. */
    @Test void aPauseInALifeIsOne() {
        var attendance = life(10);
        store.refuse(Written.Cause.FULL);
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMinutes(1));
            try {
                attendance.beat();
            } catch (RuntimeException full) {
                // so it is
            }
        }
        assertEquals(Duration.ofMinutes(20), figure(true).down());
        store.recover();
        attendance.beat();
        clock.advance(Duration.ofMinutes(1));
        attendance.beat();
        assertEquals(Duration.ofMinutes(20), figure(true).down());
        assertEquals(Duration.ofMinutes(11), figure(true).up());
        clock.advance(Duration.ofSeconds(59));
        assertEquals(Duration.ofMinutes(20), figure(true).down(), "the next beat is on its way");
    }

    @Test void aClockThatIsPutBackMakesNoTimeOfNothing() {
        var attendance = life(10);
        clock.advance(Duration.ofMinutes(-5));
        attendance.beat();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(1));
            attendance.beat();
        }
        assertEquals(Duration.ZERO, figure(true).down());
        assertEquals("100.000 %", figure(true).served());
    }

    @Test void onlyTheLastMonthCounts() {
        life(10).close();
        clock.advance(Duration.ofDays(40));
        life(1).close();
        var figure = figure(false);
        assertEquals(clock.instant().minus(Attendance.WINDOW), figure.since());
        assertEquals(Duration.ofMinutes(1), figure.up());
        assertEquals(1, figure.stops());
    }

    @Test void oneThatCrashesAgainAndAgainFillsNothing() {
        for (int i = 0; i < 2_100; i++) {
            clock.advance(Duration.ofSeconds(3));
            new Attendance(store, clock).begin();
        }
        var rows = new ArrayList<String>();
        store.partition(Attendance.PARTITION)
            .range(sigillo.base.Bytes.utf8("a"), sigillo.base.Bytes.utf8("z"), false, (key, _) ->
            rows.add(key.toString()));
        assertTrue(rows.size() <= 2_001, "" + rows.size());
    }
}
