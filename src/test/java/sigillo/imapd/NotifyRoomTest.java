package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;

/** What many sessions keep for NOTIFY is bounded together: of one account, and of all. */
@Timeout(60)
class NotifyRoomTest {
    private static final AccountId ANNA = new AccountId("a1");
    private static final AccountId BRUNO = new AccountId("b2");
    @TempDir Path folder;
    private House house;

    @BeforeEach void open() throws Exception { house = new House(folder, House.OPEN); } // 300 places an account

    private void mailboxes(int count) {
        for (int i = 0; i < count; i++) house.anna.create("box" + i, Optional.empty());
    }

    @Test void anAccountHasItsPartAndAllHaveTheRoom() {
        var room = new NotifyRoom(100, 60);
        assertTrue(room.change(ANNA, 0, 60));
        assertFalse(room.change(ANNA, 60, 61));
        assertFalse(room.change(BRUNO, 0, 41));
        assertTrue(room.change(BRUNO, 0, 40));
        assertTrue(room.change(ANNA, 60, 50));
        assertTrue(room.change(BRUNO, 40, 50));
        assertTrue(room.change(ANNA, 50, 0));
        assertTrue(room.change(BRUNO, 50, 0));
        assertEquals(0, room.kept());
    }

    /** A long path is as many names. */
    @Test void longNamesCountMore() {
        assertEquals(0, NotifyRoom.more("Archive/2026"));
        assertEquals(100, NotifyRoom.more("x".repeat(10_000)));
    }

    @Test void sessionsOfAnAccountShareTheNamesThatTheyMayKeep() {
        mailboxes(200);
        try (var one = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            assertTrue(one.ask("a NOTIFY SET (personal (MailboxName))").contains("a OK"));
            assertTrue(other.ask("b NOTIFY SET (mailboxes INBOX (MessageNew MessageExpunge))").contains("b OK"));
            assertTrue(other.ask("c NOTIFY SET (personal (MailboxName))").contains("c NO [LIMIT]"));
            // what there was before stays, as it is with any NOTIFY that fails
            house.deliver("INBOX", "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(other.line().startsWith("* STATUS \"INBOX\" (MESSAGES 1 "));
            assertTrue(one.ask("d NOTIFY NONE").contains("d OK"));
            assertTrue(other.ask("e NOTIFY SET (personal (MailboxName))").contains("e OK"));
            house.anna.create("new", Optional.empty());
            assertEquals("* LIST (\\HasNoChildren) \"/\" \"new\"", other.line());
        }
        assertEquals(0, house.notifying().kept());
    }

    @Test void whatTheCommandNamesCountsToo() {
        var names = IntStream.range(0, 301).mapToObj(i -> "n" + i).collect(Collectors.joining(" "));
        var fields = IntStream.range(0, 150).mapToObj(i -> "f" + i).collect(Collectors.joining(" "));
        try (var talk = Talk.signedIn(house)) {
            var events = ") (MessageNew MessageExpunge))";
            assertTrue(talk.ask("a NOTIFY SET (mailboxes (" + names + events).contains("a NO [LIMIT]"));
            var items = "BODY.PEEK[HEADER.FIELDS (" + fields + ")] BODY.PEEK[HEADER.FIELDS.NOT (" + fields + ")]";
            var said = talk.ask("b NOTIFY SET (selected (MessageNew (" + items + ") MessageExpunge))");
            assertTrue(said.contains("b NO [LIMIT]"), said);
            assertEquals(0, house.notifying().kept());
            var fewer = names.substring(0, names.indexOf(" n200"));
            assertTrue(talk.ask("c NOTIFY SET (mailboxes (" + fewer + events).contains("c OK"));
        }
        assertEquals(0, house.notifying().kept());
    }

    /** RFC 5465 section 5.8: what becomes too much ends, and is given back. */
    @Test void whatBecomesTooMuchEnds() {
        mailboxes(280);
        try (var talk = Talk.signedIn(house)) {
            assertTrue(talk.ask("a NOTIFY SET (personal (MailboxName))").contains("a OK"));
            for (int i = 0; i < 30; i++) house.anna.create("more" + i, Optional.empty());
            var line = talk.line();
            while (line.startsWith("* LIST ")) line = talk.line();
            assertTrue(line.startsWith("* OK [NOTIFICATIONOVERFLOW]"), line);
            assertTrue(talk.ask("b NOOP").contains("b OK"));
            assertEquals(0, house.notifying().kept());
        }
    }
}
