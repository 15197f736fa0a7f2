package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/**
 * Case B01: bombs are cut at the limits, and cost what other messages of their size cost. Work is counted in octets
 * read; the time limits are many times what is needed and only catch what would not end.
 */
class BombTest {
    private static final Duration NOT_FOREVER = Duration.ofSeconds(30);

    @TestFactory Stream<DynamicTest> parsedInOnePassWithinTheLimits() {
        return Bombs.all()
            .map(bomb -> DynamicTest.dynamicTest(bomb.name(), () -> assertTimeoutPreemptively(NOT_FOREVER, () -> {
            var counted = new Counted(bomb.octets());
            var root = Message.parse(counted).root();
            assertEquals(bomb.octets().length(), counted.read.get(), "each octet is read once");
            assertTrue(depth(root) <= MessageLimits.DEFAULT.depthMax());
            assertTrue(count(root) <= MessageLimits.DEFAULT.partsMax() + MessageLimits.DEFAULT.depthMax());
        })));
    }

    @Tag("gate")
    @TestFactory Stream<DynamicTest> readInFull() {
        return Bombs.all()
            .map(bomb -> DynamicTest.dynamicTest(bomb.name(), () -> assertTimeoutPreemptively(NOT_FOREVER, () -> {
            var octets = bomb.octets().bytes(0, bomb.octets().length(), Integer.MAX_VALUE);
            Check.all(octets);
        })));
    }

    @Test void deepMultipartsAreCutAtAHundred() throws Exception {
        var octets = Bombs.deep(20_000);
        var part = Message.parse(octets).root();
        for (int level = 1; level < 100; level++) part = part.children().getFirst();
        assertTrue(part.isOpaque());
        assertEquals("application/octet-stream", part.type().mediaType());
        assertEquals(octets.length(), part.end());
    }

    @Test void theRestOfTooManyPartsIsOne() throws Exception {
        var octets = Bombs.parts(300_000);
        var root = Message.parse(octets).root();
        assertEquals(MessageLimits.DEFAULT.partsMax(), root.children().size());
        var rest = root.children().getLast();
        assertTrue(rest.isOpaque());
        assertTrue(root.children().subList(0, root.children().size() - 1).stream().noneMatch(Part::isOpaque));
        assertEquals(octets.length() - "\r\n--x--\r\n".length(), rest.end());
    }

    @Test void whatIsKeptOfFieldsIsBounded() throws Exception {
        var root = Message.parse(Bombs.longFields(2_000)).root();
        long kept = root.children().stream().mapToLong(part -> part.fields().weight()).sum();
        assertTrue(kept < MessageLimits.DEFAULT.retainedOctetsMax() + MessageLimits.DEFAULT.fieldOctetsMax());
        assertTrue(root.children().getLast().isOpaque());
        assertTrue(root.children().size() > 90, "so many are kept: " + root.children().size());
    }

    @Test void chainedMessagesAreCutAtAHundred() throws Exception {
        var part = Message.parse(Bombs.messages(20_000)).root();
        for (int level = 1; level < 100; level++) part = part.embedded().orElseThrow().root();
        assertTrue(part.isOpaque());
    }

    @Test void theAddressBehindNestedCommentsIsFound() throws Exception {
        var from = Message.parse(Bombs.comments(50_000)).header().first("from").orElseThrow().addresses();
        assertEquals("anna@sender.example", from.flat().getFirst().addrSpec());
        assertEquals("", from.flat().getFirst().name());
    }

    /** Octets that nobody could hold: a gigabyte in one line, and one in lines that all look like delimiters. */
    @Tag("gate")
    @Test void aGigabyteNeedsNoMemory() {
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (var filling : new String[] {"--x\n", "--b c\n", "\n"}) inMultipart(filling, 1L << 28);
            for (var filling : new String[] {"x", "\r", "x".repeat(76) + "\r\n"}) inMultipart(filling, 1L << 30);
            var header = new Filled("Subject: ", "x", 1L << 30);
            assertTrue(Message.parse(header).header().isCut());
        });
    }

    private static void inMultipart(String filling, long length) throws java.io.IOException {
        var octets = new Filled("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n", filling, length);
        assertEquals(length, Message.parse(octets).root().end());
    }

    private static int depth(Part part) {
        return 1 + part.children().stream().mapToInt(BombTest::depth).max().orElse(0);
    }

    private static int count(Part part) { return 1 + part.children().stream().mapToInt(BombTest::count).sum(); }

    /** Counts what is read. */
    private record Counted(Octets octets, AtomicLong read) implements Octets {
        Counted(Octets octets) { this(octets, new AtomicLong()); }

        @Override public long length() { return octets.length(); }

        @Override public int read(long position, byte[] into, int offset, int count) throws java.io.IOException {
            int n = octets.read(position, into, offset, count);
            read.addAndGet(n);
            return n;
        }
    }

    /** A start, then one filling again and again. */
    private record Filled(byte[] start, byte[] pattern, long length) implements Octets {
        Filled(String start, String filling, long length) {
            this(start.getBytes(), filling.repeat(60_000 / filling.length()).getBytes(), length);
        }

        @Override public int read(long position, byte[] into, int offset, int count) {
            int n = (int) Math.min(count, length - position);
            if (position < start.length) {
                n = (int) Math.min(n, start.length - position);
                System.arraycopy(start, (int) position, into, offset, n);
                return n;
            }
            int at = (int) ((position - start.length) % pattern.length);
            n = Math.min(n, pattern.length - at);
            System.arraycopy(pattern, at, into, offset, n);
            return n;
        }
    }
}
