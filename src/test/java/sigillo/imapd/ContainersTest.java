package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.imap.ImapWriter;
import sigillo.search.Progress;
import sigillo.search.TestProgress;

/** THREAD=REFERENCES, RFC 5256 section 3, step by step; and what strangers may write into References. */
class ContainersTest {
    /** {@code own}, subject (0: none), whether it is an answer, and references, of each message in the order of dates. */
    private record Mail(long own, long subject, boolean reply, long... references) {}

    private static String threads(Mail... mails) {
        var containers = new Containers(mails.length);
        for (int i = 0; i < mails.length; i++) {
            containers.describe(i, i, mails[i].subject, mails[i].reply);
            containers.add(i, mails[i].own, mails[i].references);
        }
        return written(containers.forest(new Progress()));
    }

    private static String written(Forest forest) {
        var out = new ByteArrayOutputStream();
        var writer = new ImapWriter(out);
        try {
            forest.write(writer, place -> place + 1);
            writer.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.US_ASCII).strip().replace("* THREAD", "").strip();
    }

    @Test void byReferences() {
        assertEquals("(1 2 3)", threads(new Mail(1, 9, false), new Mail(2, 9, true, 1), new Mail(3, 9, true, 1, 2)));
        assertEquals("(1 (2)(3 4))", threads(new Mail(1, 0, false), new Mail(2, 0, true, 1), new Mail(3, 0, true, 1),
            new Mail(4, 0, true, 3)));
    }

    @Test void answersOfAMessageThatIsNotThereAreTogether() {
        assertEquals("((1)(2))", threads(new Mail(1, 0, true, 7), new Mail(2, 0, true, 7)));
        assertEquals("(1)", threads(new Mail(1, 0, true, 5, 6, 7)));
    }

    @Test void aParentThatComesLaterIsAbove() { assertEquals("(2 1)", threads(new Mail(1, 0, true, 2), new Mail(2, 0, false))); }

    @Test void circlesAreCut() {
        assertEquals("(2 1)", threads(new Mail(1, 0, false, 2), new Mail(2, 0, false, 1)));
        assertEquals("(1)", threads(new Mail(1, 0, false, 1)));
    }

    @Test void twoOfOneIdAreTwo() {
        assertEquals("(1 3)(2)", threads(new Mail(1, 0, false), new Mail(1, 0, false), new Mail(3, 0, true, 1)));
        assertEquals("(1)(2)", threads(new Mail(0, 0, false), new Mail(0, 0, false)));
    }

    @Test void ofOneSubjectAreTogether() {
        assertEquals("(1 2)", threads(new Mail(1, 9, false), new Mail(2, 9, true)));
        assertEquals("(2 1)", threads(new Mail(1, 9, true), new Mail(2, 9, false)));
        assertEquals("((1)(2))", threads(new Mail(1, 9, false), new Mail(2, 9, false)));
        assertEquals("((1)(2)(3))", threads(new Mail(1, 9, false), new Mail(2, 9, false), new Mail(3, 9, false)));
        assertEquals("((1)(2)(3))", threads(new Mail(1, 9, true, 7), new Mail(2, 9, true, 7), new Mail(3, 9, false)));
        assertEquals("((1)(2)(3)(4))", threads(new Mail(1, 9, true, 7), new Mail(2, 9, true, 7), new Mail(3, 9, true, 8),
            new Mail(4, 9, true, 8)));
    }

    /** Each message is told once, whatever they refer to. */
    @TestFactory Stream<DynamicTest> tellsEachOnce() {
        return Stream.of(1L, 2L, 3L, 4L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int round = 0; round < 500; round++) {
                var mails = new Mail[random.nextInt(12)];
                for (int i = 0; i < mails.length; i++) {
                    mails[i] = new Mail(random.nextInt(10), random.nextInt(4), random.nextBoolean(),
                        random.longs(random.nextInt(4), 1, 14).toArray());
                }
                var text = threads(mails);
                var numbers = Arrays.stream(text.split("\\D+")).filter(s -> !s.isEmpty()).mapToInt(Integer::parseInt).sorted().toArray();
                assertEquals(Arrays.toString(IntStream.rangeClosed(1, mails.length).toArray()), Arrays.toString(numbers), text);
            }
        }));
    }

    /** A thread as deep as a mailbox is neither too deep for the stack nor slow. */
    @Test void deepThreadsAreTold() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            var mails = new Mail[60_000];
            for (int i = 0; i < mails.length; i++) mails[i] = new Mail(i + 1, 0, true, i == 0 ? new long[0] : new long[] {i});
            threads(mails);
            for (int i = 0; i < mails.length; i++) mails[i] = new Mail(0, 5, i > 0, 100_000 + i);
            threads(mails);
        });
        var forest = new Forest(100_000);
        forest.addRoot(0);
        for (int i = 1; i < 100_000; i++) forest.addChild(i - 1, i);
        assertEquals(100_000, written(forest).split(" ").length);
    }

    /** A chain of what is only referred to, built from its bottom: each look upwards would be as long as all before it. */
    @Test void aChainIsGoneOnce() {
        int count = 20_000;
        var containers = new Containers(count);
        long id = 1L << 40;
        for (int i = 0; i < count; i++) containers.add(i, 0, new long[] {id + 1, id++});
        containers.forest(new Progress());
        assertTrue(containers.steps() <= 4L * count, containers.steps() + " steps");
    }

    /** Whatever they refer to: the figure that is written in {@link Containers}. */
    @Test void aMessageCostsWhatIsSaid() {
        int count = 100_000;
        long before = used();
        var containers = new Containers(count);
        long next = 1L << 40;
        for (int i = 0; i < count; i++) {
            containers.describe(i, i, 1L + i / 2, false);
            containers.add(i, (1L << 50) + i, new long[] {next++, next++, next++});
        }
        long held = used() - before;
        assertTrue(held <= (long) Containers.OCTETS * count, held / count + " octets a message");
        var forest = containers.forest(new Progress());
        long after = used() - before;
        assertTrue(after <= (long) Containers.OCTETS * count, after / count + " octets a message");
        Reference.reachabilityFence(containers);
        Reference.reachabilityFence(forest);
    }

    /** Each fourth collection leaves nothing behind that is dead. */
    private static long used() {
        for (int i = 0; i < 5; i++) System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test void endsWithWhoHasAskedForIt() {
        var progress = TestProgress.cancelled();
        var containers = new Containers(2);
        assertThrows(CancellationException.class, () -> containers.forest(progress));
    }

    @Test void tableKnowsWhatWasPut() {
        var random = new Random(5);
        var table = new IdTable(10_000);
        var model = new HashMap<Long, Integer>();
        for (int i = 0; i < 10_000; i++) {
            // one after another, far apart, and with the same low octets
            long key = switch (i % 3) {
                case 0 -> i + 1L;
                case 1 -> random.nextLong() | 1;
                default -> (long) i << 32;
            };
            assertEquals(model.getOrDefault(key, IdTable.NONE), table.get(key));
            table.put(key, i);
            model.put(key, i);
        }
        model.forEach((key, value) -> assertEquals(value, table.get(key)));
    }
}
