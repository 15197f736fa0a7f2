package sigillo.main.attendance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.admin.Results;
import sigillo.base.Bytes;
import sigillo.base.SetClock;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.UnreadableStore;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** The figure of a month, from what a server wrote down of itself. */
class AttendanceTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final SetClock clock = new SetClock(START);
    private final MemoryStore memory = new MemoryStore();
    private final UnreadableStore store = new UnreadableStore(memory, ServedRows.PARTITION.text());

    private static Results.Availability figure(Attendance serves) { return serves.figure().orElseThrow(); }

    /** While nothing serves. */
    private Results.Availability figure() { return Attendance.of(store, clock.instant()).orElseThrow(); }

    private List<Bytes> rows() {
        var rows = new ArrayList<Bytes>();
        memory.partition(ServedRows.PARTITION).range(Bytes.utf8("a"), Bytes.utf8("z"), false, (key, _) -> rows.add(key));
        return rows;
    }

    private void put(Bytes key, byte[] row) {
        new Transactions(memory.partition(ServedRows.PARTITION)).write(tx -> {
            tx.put(key, row);
            return null;
        });
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

    @Test void whatNeverServedHasNoFigure() { assertEquals(Optional.empty(), Attendance.of(store, START)); }

    @Test void aStopAndACrashAreToldApart() {
        life(90).close();
        clock.advance(Duration.ofMinutes(4));
        life(10);
        clock.advance(Duration.ofMinutes(6));
        var attendance = life(90);
        var figure = figure(attendance);
        assertEquals(Duration.ofMinutes(190), figure.up());
        assertEquals(Duration.ofMinutes(10), figure.down());
        assertEquals("95.000 %", figure.served());
        assertEquals(START, figure.since());
        assertEquals(List.of(1L, 1L), List.of(figure.stops(), figure.crashes()));
        assertEquals(new Results.Pause(START.plus(Duration.ofMinutes(104)), Duration.ofMinutes(6), false), figure.last()
            .orElseThrow());
        attendance.close();
        clock.advance(Duration.ofMinutes(50));
        assertEquals("76.000 %", figure().served(), "it is down still");
        assertEquals(2, figure().stops());
    }

    /** The store took no writes, so nobody was served. */
    @Test void aPauseInALifeIsOne() {
        var attendance = life(10);
        memory.refuse(Written.Cause.FULL);
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMinutes(1));
            try {
                attendance.beat();
            } catch (RuntimeException full) {
                // so it is
            }
        }
        assertEquals(Duration.ofMinutes(20), figure(attendance).down());
        memory.recover();
        attendance.beat();
        clock.advance(Duration.ofMinutes(1));
        attendance.beat();
        assertEquals(Duration.ofMinutes(20), figure(attendance).down());
        assertEquals(Duration.ofMinutes(11), figure(attendance).up());
        clock.advance(Duration.ofSeconds(59));
        assertEquals(Duration.ofMinutes(20), figure(attendance).down(), "the next beat is on its way");
    }

    @Test void aClockThatIsPutBackMakesNoTimeOfNothing() {
        var attendance = life(10);
        clock.advance(Duration.ofMinutes(-5));
        attendance.beat();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(1));
            attendance.beat();
        }
        assertEquals(Duration.ZERO, figure(attendance).down());
        assertEquals("100.000 %", figure(attendance).served());
    }

    @Test void onlyTheLastMonthCounts() {
        life(10).close();
        clock.advance(Duration.ofDays(40));
        life(1).close();
        var figure = figure();
        assertEquals(clock.instant().minus(ServedFigure.WINDOW), figure.since());
        assertEquals(Duration.ofMinutes(1), figure.up());
        assertEquals(1, figure.stops());
    }

    @Test void oneThatCrashesAgainAndAgainFillsNothing() {
        for (int i = 0; i < 2_100; i++) {
            clock.advance(Duration.ofSeconds(3));
            new Attendance(store, clock).begin();
        }
        assertTrue(rows().size() <= 2_001, "" + rows().size());
    }

    /** The clock was ahead once: until then nothing of it counts, and when the clock has gone on for a while it is gone. */
    @Test void aClockThatWasAheadCountsForNothing() {
        life(60).close();
        clock.advance(Duration.ofDays(365));
        life(10);
        clock.advance(Duration.ofDays(-365));
        var attendance = life(10);
        assertEquals(Duration.ofMinutes(70), figure(attendance).up(), "nobody knows when the second life was");
        assertEquals(Duration.ofMinutes(10), figure(attendance).down());
        clock.advance(Duration.ofDays(-1));
        assertEquals(Optional.empty(), Attendance.of(store, clock.instant()), "all of it is later than now");
        clock.advance(Duration.ofDays(1));
        assertEquals(3, rows().size());
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofMinutes(1));
            attendance.beat();
        }
        assertEquals(2, rows().size());
        assertEquals(Duration.ofMinutes(10), figure(attendance).down());
    }

    /** One that has just started may have a clock that is far behind: it takes nothing away for an hour. */
    @Test void aClockThatIsBehindForAWhileTakesNothingAway() {
        life(600).close();
        clock.advance(Duration.ofDays(-300));
        var attendance = life(50);
        assertEquals(Duration.ofMinutes(50), figure(attendance).up());
        clock.advance(Duration.ofDays(300).minusMinutes(49));
        attendance.beat();
        assertEquals(Duration.ofMinutes(600), figure(attendance).up());
    }

    /** While it serves, the clock is put right: what it served by the wrong one it has served just now. */
    @Test void aClockThatIsPutRightWhileItServes() {
        var attendance = life(60);
        clock.advance(Duration.ofDays(365));
        for (int i = 0; i < 30; i++) {
            attendance.beat();
            clock.advance(Duration.ofMinutes(1));
        }
        clock.advance(Duration.ofDays(-365));
        assertEquals(Duration.ofMinutes(1), figure(attendance).down(), "the last minute before it was ahead is not known");
        attendance.beat();
        assertEquals(2, rows().size());
        assertEquals(Duration.ofMinutes(89), figure(attendance).up());
        assertEquals(Duration.ofMinutes(1), figure(attendance).down());
        attendance.close();
        clock.advance(Duration.ofMinutes(10));
        assertEquals(1, figure().stops());
    }

    /** More than a year, of which nothing is left but the end of the time before: it is down all the same. */
    @Test void aVeryLongPauseIsOne() {
        life(10).close();
        clock.advance(Duration.ofDays(401));
        life(3).close();
        clock.advance(Duration.ofDays(15));
        life(1).close();
        var attendance = life(0);
        assertEquals("0.009 %", figure(attendance).served());
        assertEquals(clock.instant().minus(ServedFigure.WINDOW), figure(attendance).since());
        assertEquals(2, figure(attendance).stops());
        clock.advance(Duration.ofDays(31));
        life(0);
        assertEquals(4, rows().size(), "the first is needed no longer");
    }

    /** The timer's beat may come after the end: it says nothing more. */
    @Test void aBeatAfterTheEndSaysNothing() {
        var attendance = life(10);
        attendance.close();
        clock.advance(Duration.ofMinutes(2));
        attendance.beat();
        attendance.close();
        assertEquals(List.of(1L, 0L), List.of(figure().stops(), figure().crashes()));
        assertEquals(Duration.ofMinutes(2), figure(attendance).down());
    }

    @Test void whatCannotBeReadOfItIsPassedOverAndForgotten() {
        life(10).close();
        put(Served.key(START.plusSeconds(5)), new byte[] {9, 9, 9});
        put(Bytes.utf8("rx"), new byte[0]);
        put(Served.key(Instant.ofEpochMilli(-5)), Served.from(START).encode());
        put(Served.key(START.plusSeconds(9)), Served.from(START).encode()); // ends before it begins
        assertEquals("100.000 %", figure().served());
        assertEquals(5, rows().size());
        var attendance = life(1);
        assertEquals("100.000 %", figure(attendance).served());
        assertEquals(2, rows().size());
    }

    /** Its own row is written first, so what cannot be read keeps nobody from saying that he serves. */
    @Test void itServesThoughWhatIsOldCannotBeRead() {
        var attendance = new Attendance(store, clock);
        store.failAfterEach();
        assertThrows(StoreException.class, attendance::begin, "what is old stays for this time");
        store.recover();
        assertEquals(1, rows().size());
        attendance.beat();
        store.fail();
        assertEquals(Optional.empty(), attendance.figure());
        assertEquals(Optional.empty(), Attendance.of(store, clock.instant()));
        store.recover();
        clock.advance(Duration.ofMinutes(1));
        attendance.beat();
        assertEquals(Duration.ofMinutes(1), figure(attendance).up());
    }

    /** It was full when the server began: what it says counts from when it can say it. */
    @Test void oneThatCouldNotSayThatItBeganSaysItLater() {
        var attendance = new Attendance(store, clock);
        memory.refuse(Written.Cause.FULL);
        attendance.start();
        assertEquals(Optional.empty(), attendance.figure());
        memory.recover();
        attendance.beat();
        clock.advance(Duration.ofMinutes(1));
        attendance.beat();
        attendance.close();
        assertEquals(Duration.ofMinutes(1), figure().up());
    }
}
