package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.UidList;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.imap.Flag;
import sigillo.imap.SearchKey;
import sigillo.imap.SequenceSet;

/** What is saved is kept once, however often a command names it: RFC 5182. */
@Timeout(60)
class SavedResultTest {
    private static final int MAILS = 2_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir Path folder;

    private static UidSet odd(int last) {
        return new UidSet(LongStream.rangeClosed(1, last).filter(uid -> uid % 2 == 1).mapToObj(uid -> new UidSet.Range(uid, uid)).toList());
    }

    private static int[] oddUids(int last) { return IntStream.rangeClosed(1, last).filter(uid -> uid % 2 == 1).toArray(); }

    /** Here with 512 KiB a name, it would be half a gigabyte: the figure is of all threads, the search has its own. */
    @Test void aThousandNamesCostWhatOneCosts() throws IOException {
        var house = new House(folder, House.OPEN);
        for (int i = 0; i < MAILS; i++) house.deliver("INBOX", "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var seen = new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.SEEN), false, Optional.empty());
        house.anna.flags(house.anna.mailboxId("INBOX").orElseThrow(), odd(MAILS), seen);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("b SELECT INBOX");
            talk.ask("c SEARCH RETURN (SAVE) SEEN");
            var threads = Thread.getAllStackTraces().keySet();
            talk.ask("c2 SEARCH RETURN (COUNT)" + " $".repeat(100));
            assertEquals(0, searching(threads), "that is short");
            talk.ask("d SEARCH RETURN (COUNT)" + " $".repeat(999));
            assertTrue(searching(threads) > 0, "it has waited for its turn");
            long before = THREADS.getTotalThreadAllocatedBytes();
            var answer = talk.ask("e SEARCH RETURN (COUNT)" + " $".repeat(999));
            assertTrue(answer.contains("* ESEARCH (TAG \"e\") COUNT " + MAILS / 2 + "\n"), answer);
            long allocated = THREADS.getTotalThreadAllocatedBytes() - before;
            assertTrue(allocated < 8 << 20, allocated + " octets");
        }
    }

    private static long searching(Set<Thread> but) {
        return Thread.getAllStackTraces().keySet().stream().filter(one -> one.getName().startsWith("search-") && !but.contains(one)).count();
    }

    /** Fetched, stored and copied by a client: its list of every second message of 100,000. */
    @Test void aRangeIsEightOctets() {
        int messages = 100_000;
        var view = new View(UidList.of(IntStream.rangeClosed(1, messages).toArray()));
        var saved = oddUids(messages);
        var kept = new Object[20];
        long before = used();
        for (int i = 0; i < kept.length; i++) kept[i] = Selection.ofUids(view, saved);
        long selections = (used() - before) / kept.length;
        for (int i = 0; i < kept.length; i++) kept[i] = ((Selection) kept[i]).uids();
        long sets = (used() - before) / kept.length;
        assertTrue(selections < 12L * messages / 2, selections + " octets");
        assertTrue(sets < 12L * messages / 2, sets + " octets");
        assertEquals(odd(messages), kept[0]);
    }

    /** Each fourth collection leaves nothing behind that is dead. */
    private static long used() {
        for (int i = 0; i < 5; i++) System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test void piecesAreThoseMessages() {
        var view = new View(UidList.of(IntStream.rangeClosed(1, 1_000).toArray()));
        for (var set : new int[][] {{}, {5}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, oddUids(1_000), {1, 2, 3, 500, 501, 999, 1_000}}) {
            for (int max : new int[] {1, 3, 7, 2_000}) {
                var told = IntStream.builder();
                for (var piece : Selection.ofUids(view, set).pieces(max)) {
                    assertTrue(piece.count() > 0 && piece.count() <= max, "of " + max + ": " + piece.count());
                    for (var range : piece.ranges()) IntStream.rangeClosed(range.first(), range.last()).forEach(told);
                }
                assertArrayEquals(set, told.build().toArray());
            }
        }
    }

    @Test void keysAreCounted() {
        var one = new SearchKey.Numbers(SequenceSet.SAVED);
        var two = new SearchKey.Or(one, new SearchKey.Not(new SearchKey.HasFlag(Flag.DELETED)));
        assertEquals(3, new SearchKey.And(List.of(one, two)).count());
    }

    /** RFC 5182 section 2.1, RFC 5267 section 4.3.1: what there is no room for is refused by name, and room comes back. */
    @Test void resultsOfAllSessionsHaveOneRoom() throws IOException {
        var house = new House(folder, House.keeping(5, 5 << 20));
        for (int i = 0; i < 6; i++) house.deliver("INBOX", "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var talk = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            other.ask("a SELECT INBOX");
            assertEquals("b OK Search completed", talk.ask("b SEARCH RETURN (SAVE) 1:2"));
            assertTrue(other.ask("b SEARCH RETURN (SAVE COUNT) ALL").endsWith("b NO [NOTSAVED] There is no room for this result"));
            assertEquals("c OK Fetch completed", other.ask("c FETCH $ UID"), "it is empty then");
            assertTrue(other.ask("d SEARCH RETURN (UPDATE COUNT) UNSEEN").contains("* NO [NOUPDATE \"d\"]"));
            talk.ask("c UNSELECT");
            other.ask("e STORE 1:3 +FLAGS.SILENT (\\Seen)");
            assertEquals("* ESEARCH (TAG \"f\") COUNT 3\nf OK Search completed", other.ask("f SEARCH RETURN (UPDATE COUNT) UNSEEN"));
            var grown = other.ask("g STORE 1:3 -FLAGS.SILENT (\\Seen)"); // six would be too many
            assertTrue(grown.contains("* NO [NOUPDATE \"f\"]") && !grown.contains("ADDTO"), grown);
            assertEquals("h BAD There is no such search", other.ask("h CANCELUPDATE \"f\""));
            assertEquals("i OK Search completed", other.ask("i SEARCH RETURN (SAVE) 1:5"));
        }
    }

    /** A tag may be as long as a command, and would be kept as long as the search. */
    @Test void aSearchWithALongTagIsNotKeptUpToDate() throws IOException {
        var house = new House(folder, House.OPEN);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            assertFalse(talk.ask("t".repeat(1_000) + " UID SEARCH RETURN (UPDATE) UNSEEN").contains("NOUPDATE"));
            var answer = talk.ask("t".repeat(5_000) + " UID SEARCH RETURN (UPDATE) UNSEEN");
            assertTrue(answer.contains("* NO [NOUPDATE \"ttt"), answer);
        }
    }

    @Test void whatIsAskedForTwiceIsToldOnce() throws IOException {
        var house = new House(folder, House.OPEN);
        house.deliver("INBOX", "Subject: x\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a EXAMINE INBOX");
            assertEquals("* 1 FETCH (UID 1 BINARY.SIZE[1] 7)\nb OK Fetch completed",
                talk.ask("b FETCH 1 (UID BINARY.SIZE[1] UID" + " BINARY.SIZE[1]".repeat(100) + ")"));
        }
    }
}
