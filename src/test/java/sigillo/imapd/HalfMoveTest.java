package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountLimits;
import sigillo.account.UidSet;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** RFC 9051 sections 6.4.7 and 6.4.8: of more messages than one commit takes, when a later commit fails. */
@Timeout(60)
class HalfMoveTest {
    private static final int EMAILS = 80;
    private static final int TIMES = 64;
    private static final int ALL = EMAILS * TIMES;
    private static final int MOVED = AccountLimits.ENTRIES_OF_COMMIT_MAX;

    @TempDir Path folder;

    /** Takes one commit of the account, and not the next one. */
    private static final class Halting extends ForwardingStore {
        private int left = Integer.MAX_VALUE;

        Halting() { super(new MemoryStore()); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            boolean isRefused = partition.name().text().startsWith("a/") && --left == 0;
            return isRefused ? CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "as the test wants"))
                : partition.submit(batch);
        }
    }

    @Test void whatWasMovedIsToldBeforeItGoes() throws Exception {
        var store = new Halting();
        var house = new House(store, folder, House.OPEN);
        fill(house);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            store.left = 2;
            var said = talk.ask("b MOVE 1:* Archive");
            assertTrue(said.matches("\\* OK \\[COPYUID \\d+ 1:" + MOVED + " 1:" + MOVED + "] Moved\n"
                + "b NO \\[UNAVAILABLE] The mail cannot be reached now"), said);
            assertEquals(MOVED, talk.ask("c NOOP").lines().filter(line -> line.endsWith(" EXPUNGE")).count());
            assertEquals("* SEARCH\nd OK Search completed", talk.ask("d SEARCH DELETED"));
            assertEquals("* STATUS \"Archive\" (MESSAGES " + MOVED + " DELETED 0)\ne OK Status completed",
                talk.ask("e STATUS Archive (MESSAGES DELETED)"));
            assertEquals("* STATUS \"INBOX\" (MESSAGES " + (ALL - MOVED) + ")\nf OK Status completed", talk.ask("f STATUS INBOX (MESSAGES)"));
        }
    }

    @Test void ofACopyNothingIsLeft() throws Exception {
        var store = new Halting();
        var house = new House(store, folder, House.OPEN);
        fill(house);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            store.left = 2;
            assertEquals("b NO [UNAVAILABLE] The mail cannot be reached now", talk.ask("b COPY 1:* Archive"));
            assertEquals("* STATUS \"Archive\" (MESSAGES 0)\nc OK Status completed", talk.ask("c STATUS Archive (MESSAGES)"));
            assertEquals("d OK Nothing done", talk.ask("d NOOP"));
        }
    }

    /** A few messages, each many times. */
    private static void fill(House house) {
        for (int i = 0; i < EMAILS; i++) house.deliver("INBOX", ("Subject: " + i + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var inbox = house.anna.mailboxId("INBOX").orElseThrow();
        for (int n = 1; n < TIMES; n *= 2) house.anna.copy(inbox, UidSet.ALL, inbox);
    }
}
