package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.UnreadableStore;

/**
 * A store that cannot be read just when a client is to be told what is new: what a command did is said to be done, and
 * what is new is told with the next one.
 */
class LaterNewsTest {
    private static final byte[] MAIL = "Subject: one\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String DECOMPOSED = "e\u0301te\u0301";
    @TempDir static Path folder;

    private final UnreadableStore store = new UnreadableStore();

    /**
     * {@code commits}: of the command; with the last of them, the store cannot be read. {@code said}: with its answer;
     * {@code later}: what the next NOOP says in its lines.
     */
    private record Case(String command, int commits, String said, List<String> later) {}

    /** In a mailbox of three messages, of which the second is marked \Deleted. */
    private static final List<Case> CASES = List.of(
        new Case("APPEND INBOX {3+}\r\nabc", 1, "x OK [APPENDUID ", List.of("* 4 EXISTS")),
        new Case("STORE 1 +FLAGS (\\Flagged)", 1, "* 1 FETCH (UID 1 FLAGS (\\Flagged))\nx OK ", List.of()),
        new Case("STORE 1 +FLAGS.SILENT (\\Flagged)", 1, "x OK ", List.of()),
        new Case("UID STORE 1:2 FLAGS (new)", 1, "* 2 FETCH (UID 2 FLAGS (new))\nx OK ", List.of()),
        new Case("FETCH 3 BODY[TEXT]", 1, "* 3 FETCH (UID 3 FLAGS (\\Seen))\nx OK ", List.of()),
        new Case("UID FETCH 3 BINARY[1]", 1, "* 3 FETCH (UID 3 FLAGS (\\Seen))\nx OK ", List.of()),
        new Case("COPY 1 INBOX", 1, "x OK [COPYUID ", List.of("* 4 EXISTS")),
        new Case("MOVE 1 Archive", 1, "] Moved\nx OK ", List.of("* 1 EXPUNGE")),
        new Case("UID MOVE 3 INBOX", 1, "] Moved\nx OK ", List.of("* 3 EXPUNGE", "* 3 EXISTS")),
        new Case("EXPUNGE", 1, "x OK ", List.of("* 2 EXPUNGE")),
        new Case("UID EXPUNGE 2", 1, "x OK ", List.of("* 2 EXPUNGE")),
        new Case("CREATE \"" + DECOMPOSED + "\"", 1, "x OK [MAILBOXID ", List.of(
            "* LIST (\\HasNoChildren) \"/\" \"\u00e9t\u00e9\" (\"OLDNAME\" (\"" + DECOMPOSED + "\"))")),
        new Case("RENAME Archive/Old \"" + DECOMPOSED + "\"", 1, "x OK ", List.of(
            "* LIST (\\HasNoChildren) \"/\" \"\u00e9t\u00e9\" (\"OLDNAME\" (\"Archive/Old\"))")),
        new Case("RENAME INBOX Elsewhere", 2, "x OK ", List.of("* 3 EXPUNGE", "* 2 EXPUNGE", "* 1 EXPUNGE")),
        new Case("DELETE Archive/Old", 1, "x OK ", List.of()),
        new Case("SUBSCRIBE Archive/Old", 1, "x OK ", List.of()),
        new Case("CLOSE", 1, "x OK ", List.of()));

    @TestFactory Stream<DynamicTest> whatIsDoneIsSaidToBeDone() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.command, () -> play(c)));
    }

    private void play(Case c) throws Exception {
        var store = new UnreadableStore();
        var house = new House(store, folder, House.OPEN);
        for (int i = 0; i < 3; i++) house.deliver("INBOX", MAIL);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a ENABLE IMAP4rev2");
            talk.ask("b CREATE Archive/Old");
            talk.ask("c SELECT INBOX");
            talk.ask("d STORE 2 +FLAGS (\\Deleted)");
            store.failAfter(c.commits);
            var said = utf8(talk.ask("x " + c.command));
            assertTrue(said.contains(c.said) && said.lines().toList().getLast().startsWith("x OK "), said);
            assertFalse(utf8(talk.ask("e NOOP")).contains("* "), "it cannot be read yet");
            store.recover();
            var later = utf8(talk.ask("f NOOP")).lines().toList();
            assertEquals(c.later, later.subList(0, later.size() - 1));
            assertFalse(talk.ask("g NOOP").contains("* "), "it is told once");
        }
        assertEquals(0, house.anna.tidy());
        assertEquals(List.of(), house.anna.verify().faults());
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private House house(int mails) throws Exception {
        var house = new House(store, folder, House.OPEN);
        for (int i = 0; i < mails; i++) house.deliver("INBOX", MAIL);
        return house;
    }

    @Test void newsAreNotForgotten() throws Exception {
        var house = house(0);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            house.deliver("INBOX", MAIL);
            store.fail();
            assertFalse(talk.ask("b NOOP").contains("EXISTS"));
            store.recover();
            assertTrue(talk.ask("c NOOP").contains("* 1 EXISTS"));
            assertFalse(talk.ask("d NOOP").contains("EXISTS"));
        }
    }

    /** What was in it goes with the next tidying; whoever has deleted it hears that it is gone, and so it is. */
    @Test void aMailboxThatIsSelectedIsDeleted() throws Exception {
        var house = house(0);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a CREATE Old");
            talk.ask("b APPEND Old {3+}\r\nabc");
            talk.ask("c SELECT Old");
            store.failAfter(1);
            assertEquals("d OK Deleted", talk.ask("d DELETE Old"));
            assertEquals("e BAD Select a mailbox first", talk.ask("e FETCH 1 FLAGS"));
            store.recover();
            assertEquals("f NO [NONEXISTENT] There is no such mailbox", talk.ask("f DELETE Old"));
        }
        assertEquals(1, house.anna.verify().emails());
        house.anna.tidy();
        assertEquals(0, house.anna.verify().emails());
        assertEquals(List.of(), house.anna.verify().faults());
    }

    /** RFC 7162 section 3.1: who enables CONDSTORE is told the HIGHESTMODSEQ, if not now then later. */
    @Test void theHighestModSeqIsOwed() throws Exception {
        var house = house(1);
        for (var command : List.of("ENABLE CONDSTORE", "FETCH 1 (MODSEQ)", "STORE 1 (UNCHANGEDSINCE 1) +FLAGS (x)")) {
            try (var talk = Talk.signedIn(house)) {
                talk.ask("a SELECT INBOX");
                store.failOnce();
                var said = talk.ask("b " + command);
                assertTrue(said.contains("b OK"), said);
                assertEquals(1, count(said + "\n" + talk.ask("c NOOP"), "HIGHESTMODSEQ"), said);
            }
        }
    }

    /** What is owed of a mailbox is forgotten with it. */
    @Test void nothingIsOwedOfAMailboxThatIsLeft() throws Exception {
        var house = house(1);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            store.fail();
            assertEquals("* ENABLED CONDSTORE\nb OK Enabled", talk.ask("b ENABLE CONDSTORE"));
            assertEquals("c OK Unselected", talk.ask("c UNSELECT"));
            store.recover();
            assertEquals("d OK Nothing done", talk.ask("d NOOP"));
        }
    }

    /** In several commits, of each of which the first telling fails; others have changed some meanwhile. */
    @Test void manyAreChangedAndNoneIsForgotten() throws Exception {
        var house = house(2 * Fetch.PIECE + 50);
        try (var talk = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            other.ask("a SELECT INBOX");
            other.ask("b STORE 1,201,401 +FLAGS.SILENT (\\Answered)");
            store.failAfterEach();
            var said = talk.ask("b STORE 1:* +FLAGS.SILENT (\\Flagged)");
            store.recover();
            assertTrue(said.endsWith("b OK Store completed"), said);
            said += talk.ask("c NOOP");
            for (int changed : List.of(1, 201, 401)) {
                var flags = " FETCH (UID " + changed + " FLAGS (\\Answered \\Flagged \\Recent))";
                assertTrue(said.contains("* " + changed + flags), said);
            }
            assertFalse(talk.ask("d NOOP").contains("* "));
            assertEquals(450, count(talk.ask("e FETCH 1:* FLAGS"), "\\Flagged"));
        }
    }

    private static long count(String said, String word) { return said.lines().filter(line -> line.contains(word)).count(); }

    private static final String LATER = "* NO [UNAVAILABLE] What is new cannot be read now, and is told later";

    /** It hears why it hears nothing, stays, and is told. */
    @Test void whoIdlesIsToldLater() throws Exception {
        var house = house(0);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            talk.send("b IDLE\r\n");
            assertEquals("+ Idling", talk.line());
            store.failAfter(1);
            house.deliver("INBOX", MAIL);
            assertEquals(LATER, talk.line());
            store.recover();
            house.deliver("INBOX", MAIL);
            assertEquals("* 2 EXISTS", talk.line());
            talk.send("DONE\r\n");
            assertTrue(talk.answer("b").endsWith("b OK Idle completed"));
        }
    }

    /** RFC 5465: what has changed in other mailboxes, and names of mailboxes. */
    @Test void notificationsAreNotForgotten() throws Exception {
        var house = house(0);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a NOTIFY SET (personal (MessageNew MessageExpunge MailboxName SubscriptionChange))");
            store.failAfter(1);
            house.deliver("INBOX", MAIL);
            assertEquals(LATER, talk.line());
            assertFalse(talk.ask("b NOOP").contains("STATUS"), "it cannot be read yet");
            store.recover();
            assertTrue(talk.ask("c NOOP").contains("* STATUS \"INBOX\" (MESSAGES 1 "), "it is told");
            store.failAfter(1);
            house.anna.create("New", Optional.empty());
            for (var line = talk.line(); !line.equals(LATER); line = talk.line()) continue;
            store.recover();
            var said = talk.ask("d NOOP");
            assertTrue(said.contains("* LIST ") && said.contains("\"New\""), said);
            assertFalse(talk.ask("e NOOP").contains("* LIST "), "it is told once");
        }
    }

    /** RFC 5182 section 2.1: a search that ends in NO has saved nothing, and keeps nothing of before. */
    @Test void aSearchThatFailsEmptiesWhatWasSaved() throws Exception {
        var house = house(3);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            talk.ask("b SEARCH RETURN (SAVE) ALL");
            assertTrue(talk.ask("c FETCH $ UID").contains("* 3 FETCH"));
            store.fail();
            assertTrue(talk.ask("d SEARCH RETURN (SAVE) UNSEEN").contains("d NO "));
            store.recover();
            assertFalse(talk.ask("e FETCH $ UID").contains(" FETCH ("));
        }
    }
}
