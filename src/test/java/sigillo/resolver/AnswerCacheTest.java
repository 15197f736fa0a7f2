package sigillo.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import sigillo.dns.DnsFailure;

class AnswerCacheTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000); // nanoTime may overflow

    private void pass(Duration time) { now.addAndGet(time.toNanos()); }

    @Test void forHowLong() {
        var cache = new AnswerCache(100, now::get);
        cache.put(question("short"), found(1, 10));
        cache.put(question("long"), found(1, 86_400));
        cache.put(question("none"), new Answer.NoData<>());
        cache.put(question("nowhere"), new Answer.NoSuchDomain<>());
        cache.put(question("later"), new Answer.Temporary<>(DnsFailure.TIMEOUT, "x"));
        cache.put(question("never"), found(1, 0));
        assertEquals("short long none nowhere", kept(cache));
        pass(Duration.ofSeconds(11));
        assertEquals("long none nowhere", kept(cache));
        pass(ResolverLimits.NOTHING_KEPT);
        assertEquals("long", kept(cache));
        pass(ResolverLimits.KEPT_MAX);
        assertEquals("", kept(cache));
        assertEquals(0, cache.records());
    }

    private static String kept(AnswerCache cache) {
        return String.join(" ", Stream.of("short", "long", "none", "nowhere", "later", "never").filter(n ->
            cache.get(question(n)).isPresent()).toList());
    }

    /** A text of 60,000 octets counts as more than a hundred records, so two hundred of them are not kept at once. */
    @Test void longRecordsCountAsSeveral() {
        var cache = new AnswerCache(1_000, now::get);
        var strings = Collections.nCopies(234, "x".repeat(255));
        for (int i = 0; i < 200; i++) {
            Record text = new TXTRecord(Name.root, DClass.IN, 300, strings);
            cache.put(question("n" + i), new Answer.Found<>(List.of(text), false));
            assertTrue(cache.records() <= 1_000);
        }
        assertEquals(8, IntStream.range(0, 200).filter(i -> cache.get(question("n" + i)).isPresent()).count());
    }

    @TestFactory Stream<DynamicTest> isBoundedByRecords() {
        return LongStream.of(1, 2, 3).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var cache = new AnswerCache(50, now::get);
            for (int i = 0; i < 2_000; i++) {
                var question = question("n" + random.nextInt(40));
                cache.put(question, random.nextInt(4) == 0 ? new Answer.NoData<>() : found(1 + random.nextInt(20), 1
                    + random.nextInt(400)));
                assertTrue(cache.records() <= 50);
                assertTrue(cache.get(question).isPresent(), "the newest is there");
                if (random.nextInt(10) == 0) pass(Duration.ofSeconds(random.nextInt(100)));
            }
            for (int i = 0; i < 40; i++) {
                pass(ResolverLimits.KEPT_MAX);
                assertEquals(Optional.empty(), cache.get(question("n" + i)));
            }
            assertEquals(0, cache.records());
        }));
    }

    private static AnswerCache.Question question(String name) { return new AnswerCache.Question(name, 1); }

    private static Answer<Record> found(int count, int seconds) {
        return new Answer.Found<>(IntStream.range(0, count)
            .<Record>mapToObj(_ -> new ARecord(Name.root, DClass.IN, seconds, InetAddress.ofLiteral("192.0.2.1")))
                .toList(), false);
    }

    @Test void whatIsTooLargeAltogetherIsNotKept() {
        var cache = new AnswerCache(5, now::get);
        cache.put(question("big"), found(6, 100));
        assertEquals(0, cache.records());
        assertEquals(List.of(), Stream.of("big").filter(n -> cache.get(question(n)).isPresent()).toList());
    }
}
