package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** A store that cannot be read just when a client is to be told what is new: it is told with the next command. */
class LaterNewsTest {
    private static final byte[] MAIL = "Subject: one\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII);
    @TempDir Path folder;

    private static final class Failing extends ForwardingStore {
        private volatile boolean fails;
        /** From the next commit on. */
        private volatile boolean failsAfterACommit;

        Failing() { super(new MemoryStore()); }

        @Override protected void beforeRead() {
            if (fails) throw new StoreException("unreadable, as the test wants", null);
        }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            var answer = partition.submit(batch);
            if (failsAfterACommit) fails = true;
            return answer;
        }

        void isWell() {
            fails = false;
            failsAfterACommit = false;
        }
    }

    private final Failing store = new Failing();

    @Test void newsAreNotForgotten() throws Exception {
        var house = new House(store, folder, House.OPEN);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            house.deliver("INBOX", MAIL);
            store.fails = true;
            assertFalse(talk.ask("b NOOP").contains("EXISTS"));
            store.isWell();
            assertTrue(talk.ask("c NOOP").contains("* 1 EXISTS"));
            assertFalse(talk.ask("d NOOP").contains("EXISTS"));
        }
    }

    @Test void whatIsDoneIsSaidToBeDone() throws Exception {
        var house = new House(store, folder, House.OPEN);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            store.failsAfterACommit = true;
            var answer = talk.ask("b APPEND INBOX {3+}\r\nabc");
            assertTrue(answer.contains("b OK [APPENDUID "), answer);
            store.isWell();
            assertTrue(talk.ask("c NOOP").contains("* 1 EXISTS"));
            assertEquals(1, house.anna.mailbox("INBOX").orElseThrow().counts().emails());
        }
    }
}
