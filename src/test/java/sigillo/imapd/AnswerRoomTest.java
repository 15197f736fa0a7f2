package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.account.Role;
import sigillo.base.Bytes;

/** What an owner has told to connections that take their time keeps neither the heap nor others. */
@Timeout(60)
class AnswerRoomTest {
    private static final AccountId ANNA = new AccountId("a1");
    private static final AccountId BRUNO = new AccountId("b2");
    private static final int LONG = 100_000;

    @Test void anAccountHasAThird() throws Exception {
        var room = new AnswerRoom(600_000, Duration.ofMillis(10));
        var held = new ArrayList<AnswerRoom.Held>();
        held.add(room.take(ANNA, LONG));
        held.add(room.take(ANNA, LONG));
        assertThrows(TooMany.class, () -> room.take(ANNA, LONG));
        room.take(ANNA, AnswerRoom.SHORT_OCTETS).close(); // what is short is not counted
        assertEquals(2 * LONG, room.held());
        held.add(room.take(BRUNO, 10 * LONG)); // one that is longer than a part counts as the part
        assertEquals(4 * LONG, room.held());
        assertThrows(TooMany.class, () -> room.take(BRUNO, LONG));
        held.forEach(AnswerRoom.Held::close);
        assertEquals(0, room.held());
        room.take(ANNA, 2 * LONG).close();
    }

    @Test void whatIsLessThanWasThoughtIsGivenBack() throws Exception {
        var room = new AnswerRoom(600_000, Duration.ofMillis(10));
        var whole = room.take(ANNA, 10 * LONG);
        assertThrows(TooMany.class, () -> room.take(ANNA, LONG));
        whole.only(LONG);
        assertEquals(LONG, room.held());
        whole.only(2 * LONG); // it never becomes more
        room.take(ANNA, LONG).close();
        whole.only(100);
        assertEquals(0, room.held());
        whole.close();
        assertEquals(0, room.held());
        room.take(ANNA, 2 * LONG).close();
    }

    /** Else three accounts would hold one each that is twice as long as its part: twice the room. */
    @Test void oneAtATimeIsLongerThanAThird() throws Exception {
        var room = new AnswerRoom(600_000, Duration.ofMillis(10));
        var first = room.take(ANNA, 4 * LONG);
        assertThrows(TooMany.class, () -> room.take(BRUNO, 4 * LONG));
        var part = room.take(BRUNO, 2 * LONG); // what is no longer than his third is told meanwhile
        part.close();
        first.only(3 * LONG);
        assertThrows(TooMany.class, () -> room.take(BRUNO, 4 * LONG));
        first.only(LONG); // it was less than had been thought
        var second = room.take(BRUNO, 4 * LONG);
        first.close();
        assertThrows(TooMany.class, () -> room.take(ANNA, 4 * LONG));
        second.close();
        room.take(ANNA, 4 * LONG).close();
        assertEquals(0, room.held());
    }

    @Test void allTogetherHaveNoMoreThanThereIs() throws Exception {
        var room = new AnswerRoom(300_000, Duration.ofMillis(10));
        for (int account = 1; account <= 3; account++) room.take(new AccountId("c" + account), LONG);
        assertThrows(TooMany.class, () -> room.take(new AccountId("d4"), LONG));
    }

    @Test void whoFindsNoneWaitsForOthers() throws Exception {
        var room = new AnswerRoom(300_000, Duration.ofSeconds(50));
        var first = room.take(ANNA, LONG);
        var second = CompletableFuture.supplyAsync(() -> {
            try {
                return room.take(ANNA, LONG);
            } catch (TooMany none) {
                throw new AssertionError(none);
            }
        });
        Thread.sleep(50);
        assertFalse(second.isDone());
        first.close();
        second.get().close();
        assertEquals(0, room.held());
    }

    /** At the door: lists, what has changed, what was sorted. */
    @Test void whatIsLongIsRefusedWhereThereIsNoRoomAndToldWhereThereIs(@TempDir Path folder) throws Exception {
        var house = new House(folder, House.OPEN);
        for (int i = 0; i < 100; i++) house.anna.create("box" + i, Optional.empty());
        for (int i = 0; i < 100; i++) house.deliver("INBOX", ("Subject: " + i + "\r\n\r\nx\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX (CONDSTORE)");
            var taken = house.answers().take(house.anna.id(), 100 << 20);
            assertTrue(talk.ask("a LIST \"\" *").contains("a NO [LIMIT]"));
            assertTrue(talk.ask("b LSUB \"\" *").contains("b NO [LIMIT]"));
            assertTrue(talk.ask("c UID FETCH 1:* FLAGS (CHANGEDSINCE 1)").contains("c OK"), "100 are told piece by piece");
            assertTrue(talk.ask("f ENABLE QRESYNC").contains("f OK"));
            assertTrue(talk.ask("g UID FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)").contains("g NO [LIMIT]"));
            assertTrue(talk.ask("h GETMETADATA (DEPTH 1) INBOX /private").contains("h OK"));
            for (var name : List.of("a", "b", "c")) house.anna.annotate(house.anna.mailboxId(Role.INBOX),
                Map.of("/private/" + name, Optional.of(Bytes.wrap(new byte[8 << 10]))));
            assertTrue(talk.ask("i GETMETADATA INBOX /private/none").contains("i NO [LIMIT]"), "all are read for it");
            assertTrue(talk.ask("d SORT (SUBJECT) UTF-8 ALL").contains("d OK"), "100 numbers are short");
            taken.close();
            assertTrue(talk.ask("e LIST \"\" *").contains("e OK"));
            assertTrue(talk.ask("j UID FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)").contains("* 100 FETCH"));
            assertTrue(talk.ask("k GETMETADATA INBOX /private/none").contains("k OK"));
            assertEquals(0, house.answers().held());
        }
    }

    /** Paths are made while they are told; of names, what they take is known before they are opened. */
    @Test void longNamesCountAndPathsAreMadeOnTheWay(@TempDir Path folder) throws Exception {
        var house = new House(folder, House.OPEN);
        assertEquals(0, house.anna.longNameOctets());
        var deep = ("x".repeat(200) + "/").repeat(49);
        for (int i = 0; i < 40; i++) house.anna.create(deep + "y" + i, Optional.empty());
        long octets = house.anna.longNameOctets();
        assertTrue(octets >= 49 * 200 && octets < 49 * 600, octets + " for 49 names of 200 characters");
        try (var talk = Talk.signedIn(house)) {
            assertTrue(talk.ask("a LIST \"\" *y3%").contains(deep + "y39"));
            assertTrue(talk.ask("b LIST \"\" *y%").lines().count() > 40);
            // RFC 9051 section 6.3.7 within a limit: one of a very long path goes with its mailbox
            assertTrue(talk.ask("c SUBSCRIBE " + deep + "y1").contains("c OK"));
            assertTrue(talk.ask("d DELETE " + deep + "y1").contains("d OK"));
            assertEquals(List.of(), house.anna.goneSubscriptions());
            assertEquals(0, house.anna.goneSubscriptionOctets());
            assertTrue(talk.ask("e CREATE short").contains("e OK"));
            assertTrue(talk.ask("f SUBSCRIBE short").contains("f OK"));
            assertTrue(talk.ask("g DELETE short").contains("g OK"));
            assertEquals(List.of("short"), house.anna.goneSubscriptions());
            assertTrue(house.anna.goneSubscriptionOctets() > 0);
        }
    }

    /** What others have changed is told beside an answer: where there is no room to hold it whole, piece by piece. */
    @Test void whatIsNewIsToldAlsoWhereThereIsNoRoom(@TempDir Path folder) throws Exception {
        var house = new House(folder, House.OPEN);
        var mail = "Subject: x\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) house.deliver("INBOX", mail);
        try (var talk = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            other.ask("s SELECT INBOX");
            other.ask("a STORE 3:100 +FLAGS.SILENT (\\Flagged)");
            other.ask("b STORE 2 +FLAGS.SILENT (\\Deleted)");
            other.ask("c EXPUNGE");
            house.deliver("INBOX", mail);
            var taken = house.answers().take(house.anna.id(), 100 << 20);
            var said = talk.ask("d NOOP").lines().toList();
            taken.close();
            assertTrue(said.containsAll(List.of("* 2 EXPUNGE", "* 100 EXISTS")), said.toString());
            assertEquals(98, said.stream().filter(line -> line.contains(" FLAGS (\\Flagged")).count(), said.toString());
            assertEquals("d OK Nothing done", said.getLast());
            assertEquals("e OK Nothing done", talk.ask("e NOOP"));
            assertEquals(0, house.answers().held());
        }
    }
}
