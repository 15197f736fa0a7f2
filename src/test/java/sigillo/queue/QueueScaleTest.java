package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Domain;
import sigillo.store.rocksdb.RocksStore;

/** A million messages wait: memory stays as it was, and fresh mail leaves at once. Prints what it measured. */
@Tag("long")
class QueueScaleTest {
    private static final int ENTRIES = 1_000_000;
    private static final int PORTION = 500;
    @TempDir Path directory;

    @Test void aMillionWaitBehindDeadHosts() throws Exception {
        try (var store = RocksStore.open(directory); var q = new TestQueue(store)) {
            q.with(QueueSettings.of(Domain.of("mail.home.example")).bounds(Integer.MAX_VALUE, Integer.MAX_VALUE))
                .start();
            q.world.rule = a -> a.domain().name().startsWith("dead") ? TestWorld.unreachable() : TestWorld.taken(a);
            long before = heap(); // other tests ran in this JVM
            long start = System.nanoTime();
            for (int i = 0; i < ENTRIES; i += PORTION) {
                int first = i;
                q.queue.enqueue(IntStream.range(first, first + PORTION)
                    .mapToObj(n -> TestQueue.outgoing("anna@home.example", "r" + n + "@dead" + n % 1_000 + ".example"))
                        .toList());
                q.story.clear();
            }
            report("put in " + ENTRIES, start, ENTRIES);
            q.quiet();
            start = System.nanoTime();
            q.send("anna@home.example", "bob@alive.example");
            q.quiet();
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println("a fresh one was gone after " + millis + " ms");
            assertEquals(1, q.world.deliveredTo("bob@alive.example").size());
            q.world.attempts.clear();
            long more = heap() - before;
            System.out.println("heap in use " + (more >> 20) + " MiB more");
            assertTrue(more < 64 << 20, (more >> 20) + " MiB more in use");
            drain(q);
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Some of the dead come back: how fast do their mails leave? */
    private static void drain(TestQueue q) throws InterruptedException {
        q.world.rule = a -> a.domain().name().endsWith("7.example") || !a.domain().name().startsWith("dead")
            ? TestWorld.taken(a) : TestWorld.unreachable();
        long start = System.nanoTime();
        q.clock.pass(Duration.ofHours(2));
        q.queue.wake();
        long limit = start + Duration.ofMinutes(5).toNanos();
        while (q.queue.counts().entries() > ENTRIES - ENTRIES / 10 && System.nanoTime() < limit) Thread.sleep(50);
        report("delivered " + ENTRIES / 10, start, ENTRIES / 10);
        assertEquals(ENTRIES / 10 + 1, q.world.delivered.size());
    }

    private static void report(String what, long start, int count) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s in %.1f s, %.0f a second%n", what, seconds, count / seconds);
    }
}
