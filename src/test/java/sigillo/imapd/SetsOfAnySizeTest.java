package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.ForwardingStore;
import sigillo.store.memory.MemoryStore;

/**
 * RFC 9051 section 9: what a sequence-set names is what is there. However often it names it, and however much more, the answer is
 * the same, as much is read for it, and no memory goes for numbers that no message has.
 */
@Timeout(60)
class SetsOfAnySizeTest {
    private static final int MESSAGES = 300;
    private static final int RANGES = 2_000;
    private static final String HIGHEST = "4294967295";
    private static final long ROOM = 8 << 20; // what one number for each of 4,294,967,295 would exceed a thousand times
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Case(String name, String set, String plain) {}

    private static final List<Case> CASES = List.of(
        new Case("overlapping ranges", ranges(n -> n % 200 + 1 + ":" + HIGHEST), "1:" + HIGHEST),
        new Case("the same range over and over", ranges(_ -> "1:" + HIGHEST), "1:" + HIGHEST),
        new Case("ranges from above", ranges(n -> HIGHEST + ":" + (n % 200 + 1)), "1:" + HIGHEST),
        new Case("ranges one in another", ranges(n -> n + 1 + ":" + (4_294_967_295L - n)), "1:" + HIGHEST),
        new Case("one message each, and none", ranges(n -> n % 2 == 0 ? "7" : "" + (1_000_000 + n)), "7"),
        new Case("ranges without a message", ranges(n -> 1_000_000 * (n + 1L) + ":" + (1_000_000 * (n + 2L) - 2)), "1000000"));

    @TempDir Path folder;
    private final AtomicInteger reads = new AtomicInteger();
    private House house;

    private static String ranges(java.util.function.IntFunction<String> each) { return IntStream.range(0, RANGES).mapToObj(each).collect(Collectors.joining(",")); }

    @BeforeEach void fill() throws Exception {
        var store = new ForwardingStore(new MemoryStore()) {
            @Override protected void beforeRead() { reads.incrementAndGet(); }
        };
        house = new House(store, folder, House.OPEN);
        for (int i = 0; i < MESSAGES; i++) house.deliver("INBOX", ("Subject: " + i + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @TestFactory Stream<DynamicTest> costNothing() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.name, () -> {
            for (var command : List.of("UID FETCH SET (FLAGS)", "UID FETCH SET (ENVELOPE)", "UID FETCH SET (FLAGS) (CHANGEDSINCE 1 VANISHED)", "UID SEARCH UID SET",
                    "UID SEARCH NOT UID SET", "UID STORE SET +FLAGS.SILENT (\\Seen)", "UID COPY SET Archive", "UID EXPUNGE SET", "SELECT INBOX (QRESYNC (1 1 SET))")) {
                same(command, one);
            }
        }));
    }

    /** Each some times: what is read once for all is not counted. */
    private void same(String command, Case one) {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("e ENABLE QRESYNC");
            talk.ask("s SELECT INBOX");
            var plain = asked(talk, "c " + command.replace("SET", one.plain));
            var large = asked(talk, "c " + command.replace("SET", one.set));
            assertEquals(plain.said, large.said, command);
            assertTrue(large.said.contains("c OK"), large.said);
            assertTrue(large.reads <= plain.reads, large.reads + " reads of " + command + ", needed are " + plain.reads);
            assertTrue(large.allocated < ROOM, large.allocated + " octets of " + command);
        }
    }

    /** The last answer, the fewest reads, the fewest octets allocated. */
    private record Asked(String said, long reads, long allocated) {}

    private Asked asked(Talk talk, String command) {
        var all = new Asked("", Long.MAX_VALUE, Long.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            long before = reads.get();
            long allocated = THREADS.getTotalThreadAllocatedBytes();
            var said = talk.ask(command);
            all = new Asked(said(said), Math.min(all.reads, reads.get() - before), Math.min(all.allocated, THREADS.getTotalThreadAllocatedBytes() - allocated));
        }
        return all;
    }

    /** Without the UIDs of copies, which are others each time. */
    private static String said(String answer) { return answer.replaceAll("COPYUID (\\d+ [0-9:,]+) [0-9:,]+", "COPYUID $1").replaceAll("MODSEQ \\d+", "MODSEQ"); }
}
