package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.store.Batch;
import sigillo.store.Store;
import sigillo.store.StoppingStore;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * A queue that the program of 2026-11-27 left behind (commit 516cc2d; its rows, messages and file of hours): one message
 * from before messages were sealed, one with all wishes to two destinations of which one is down, one that waits for a
 * fault of ours, one that is held, one to be released later. It is moved, and all of it goes out.
 */
class HourlyQueueTest {
    private static final Path KEPT = Path.of("src/test/cases/queue/hourly.txt");

    @TempDir Path folder;
    private final MemoryStore store = new MemoryStore();
    private final TestQueue q = new TestQueue(store);

    private Path hours() { return folder.resolve("hours.keys"); }

    @BeforeEach void asItWas() throws IOException {
        var rows = new TreeMap<Bytes, byte[]>();
        for (var line : Files.readAllLines(KEPT)) {
            var words = line.split(" ", -1);
            switch (words[0]) {
                case "clock" -> q.clock.pass(Duration.between(q.clock.instant(), Instant.ofEpochMilli(Long.parseLong(words[1]))));
                case "keys" -> Files.write(hours(), hex(words[1]));
                case "row" -> rows.put(Bytes.wrap(hex(words[1])), hex(words[2]));
                default -> store.blobs().put(Bytes.wrap(hex(words[1])), Octets.of(hex(words[2])));
            }
        }
        new Transactions(store.partition(QueueKeys.PARTITION)).write(Batch.Lane.PROMPT, tx -> {
            rows.forEach(tx::put);
            return null;
        });
    }

    @AfterEach void close() {
        if (q.queue != null) q.close();
    }

    private static byte[] hex(String text) { return HexFormat.of().parseHex(text); }

    private void start() throws IOException { start(q.store); }

    private void start(Store on) throws IOException { q.sealedBy(QueueSeal.open(folder, on, Randomness.secure(), q.noted())).start(); }

    @Test void isMovedAndGoesOut() throws IOException {
        q.world.rule = _ -> TestWorld.deferred("not yet");
        start();
        assertFalse(Files.exists(hours()));
        assertEquals(List.of(), inClear());
        var listed = q.queue.desk().list(Optional.empty(), 9);
        assertEquals(new QueueCounts(5, 6, 1, 5 * TestQueue.MESSAGE.length()), q.queue.counts());
        assertTrue(listed.get(1).recipients().getFirst().lastReply().orElseThrow().contains("greylisted"), listed.toString());
        assertEquals("there is no network", listed.get(2).recipients().getFirst().fault().orElseThrow());
        assertEquals(4, q.queue.desk().hold(new Selection.Submitter("anna@home.example")), "it is known who put them in");
        q.queue.desk().release(new Selection.All());
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(12), Duration.ofMinutes(30));
        q.assertEmpty();
        assertEquals(List.of("bob@fault.example", "clear@slow.example", "dan@dead.example", "eve@slow.example", "held@slow.example", "later@new.example"),
            q.world.delivered.stream().map(TestWorld.Mail::to).sorted().toList());
        for (var mail : q.world.delivered) assertEquals(TestQueue.MESSAGE, mail.message());
        var eve = q.world.deliveredTo("eve@slow.example").getFirst().envelope();
        assertEquals(Optional.of("envid-of-anna"), eve.envid());
        assertEquals(Optional.of("rfc822;evelyn@old.example"), eve.recipients().getFirst().originalRecipient());
        assertEquals(0, q.told(sigillo.trace.Event.Kind.BOUNCED));
    }

    private List<String> inClear() {
        var found = new ArrayList<String>();
        store.partition(QueueKeys.PARTITION).range(Bytes.utf8("A"), Bytes.utf8("z"), false, (key, value) -> {
            if ((key.toUtf8() + new String(value, java.nio.charset.StandardCharsets.ISO_8859_1)).contains("example")) found.add(key.toString());
            return true;
        });
        return found;
    }

    /** The machine stops at each commit of the move: the next start goes on. */
    @Test void aMoveThatBreaksOffGoesOn() throws IOException {
        for (int commits = 0; ; commits++) {
            var stops = new StoppingStore(store);
            stops.stopAfter(commits);
            try {
                start(stops);
                break;
            } catch (StoreException stopped) {
                assertTrue(Files.exists(hours()), "until all is moved");
            }
        }
        q.world.rule = TestWorld::taken;
        q.queue.desk().release(new Selection.All());
        q.pass(Duration.ofHours(12), Duration.ofMinutes(30));
        assertEquals(6, q.world.delivered.size());
        q.assertEmpty();
    }

    @Test void withoutItsFileItIsNotTouched() throws IOException {
        var file = Files.readAllBytes(hours());
        Files.delete(hours());
        assertTrue(assertThrows(IOException.class, this::start).getMessage().contains("hours.keys is missing"));
        Files.write(hours(), file);
        isMovedAndGoesOut();
    }

    /** The program from before looks at this row first, and refuses what it does not know. */
    @Test void theProgramFromBeforeDoesNotTakeItForAnEmptyQueue() throws IOException {
        start();
        assertEquals(2, store.partition(QueueKeys.PARTITION).get(QueueKeys.ALIVE).orElseThrow()[0]);
    }
}
