package sigillo.main.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.search.Searches;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.memory.MemoryStore;

@Timeout(60)
class WarmUpTest {
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final WarmUp.Bounds LONG = new WarmUp.Bounds(Duration.ofMinutes(1), Duration.ofMinutes(1),
        Duration.ofMillis(1), PAUSE);
    /** Of a server that has nothing else to do. */
    private static final Supplier<Duration> QUIET = () -> Duration.ZERO;

    @TempDir Path folder;

    /** Does so many steps; counts them, and its openings. */
    private static final class Counted implements WarmUp.Opening, WarmUp.Practice {
        final AtomicInteger steps = new AtomicInteger();
        final AtomicInteger openings = new AtomicInteger();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        private final Predicate<Integer> goesOn;

        Counted(Predicate<Integer> goesOn) { this.goesOn = goesOn; }

        @Override public WarmUp.Practice open() {
            openings.incrementAndGet();
            return this;
        }

        @Override public boolean step() {
            begun.countDown();
            return goesOn.test(steps.incrementAndGet());
        }

        @Override public void close() { closed.countDown(); }

        void awaitEnd() throws InterruptedException { assertTrue(closed.await(30, TimeUnit.SECONDS)); }
    }

    @Test void isOnceInAProcess() throws InterruptedException {
        var begun = new AtomicBoolean();
        var counted = new Counted(steps -> steps < 10);
        var others = new Counted(_ -> false);
        var warmUp = new WarmUp(begun, LONG, QUIET, counted);
        for (int i = 0; i < 5; i++) warmUp.begin(() -> {});
        counted.awaitEnd();
        warmUp.begin(() -> {});
        new WarmUp(begun, LONG, QUIET, others).begin(() -> {}); // of another server
        assertEquals(10, counted.steps.get());
        assertEquals(1, counted.openings.get());
        assertEquals(0, others.openings.get());
    }

    @Test void endsWithTheServer() throws InterruptedException {
        var counted = new Counted(_ -> true);
        var warmUp = new WarmUp(new AtomicBoolean(), LONG, QUIET, counted);
        warmUp.begin(() -> {});
        assertTrue(counted.begun.await(30, TimeUnit.SECONDS));
        warmUp.close();
        counted.awaitEnd();
        var late = new Counted(_ -> true);
        var stopped = new WarmUp(new AtomicBoolean(), LONG, QUIET, late);
        stopped.close();
        stopped.begin(() -> {});
        assertEquals(0, late.openings.get());
    }

    @Test void endsAtABoundOfCpuAndOfTime() throws InterruptedException {
        var short1 = new WarmUp.Bounds(Duration.ofMillis(30), LONG.patience(), LONG.slice(), PAUSE);
        var short2 = new WarmUp.Bounds(LONG.cpu(), Duration.ofMillis(300), LONG.slice(), PAUSE);
        for (var bounds : Set.of(short1, short2)) {
            var counted = new Counted(_ -> true);
            new WarmUp(new AtomicBoolean(), bounds, QUIET, counted).begin(() -> {});
            counted.awaitEnd();
            assertTrue(counted.steps.get() > 0);
        }
    }

    @Test void saysThatItIsDone() throws InterruptedException {
        var short1 = new WarmUp.Bounds(Duration.ofMillis(30), LONG.patience(), LONG.slice(), PAUSE);
        for (var all : Set.of(LONG, short1)) {
            var practised = new CountDownLatch(1);
            new WarmUp(new AtomicBoolean(), all, QUIET, new Counted(steps -> all != LONG || steps < 10))
                .begin(practised::countDown);
            assertTrue(practised.await(30, TimeUnit.SECONDS));
        }
    }

    @Test void saysNothingOfWhatCouldNotBePractised() throws InterruptedException {
        var practised = new AtomicBoolean();
        var short2 = new WarmUp.Bounds(LONG.cpu(), Duration.ofMillis(50), LONG.slice(), PAUSE);
        var outOfTime = new Counted(_ -> true);
        new WarmUp(new AtomicBoolean(), short2, QUIET, outOfTime).begin(() -> practised.set(true));
        outOfTime.awaitEnd();
        var broken = new Counted(_ -> { throw new UncheckedIOException(new IOException("a fault")); });
        new WarmUp(new AtomicBoolean(), LONG, QUIET, broken).begin(() -> practised.set(true));
        broken.awaitEnd();
        Thread.sleep(50); // it would be said after the end
        assertFalse(practised.get());
    }

    @Test void givesWayWhileTheServerIsBusy() throws InterruptedException {
        var counted = new Counted(steps -> steps < 10);
        var looks = new AtomicInteger();
        var busy = new AtomicBoolean(true);
        var enough = new CountDownLatch(50);
        Supplier<Duration> cpu = () -> { // a minute more with each look, while it is busy
            enough.countDown();
            return busy.get() ? Duration.ofMinutes(looks.incrementAndGet()) : Duration.ofMinutes(looks.get());
        };
        new WarmUp(new AtomicBoolean(), LONG, cpu, counted).begin(() -> {});
        assertTrue(enough.await(30, TimeUnit.SECONDS));
        assertEquals(0, counted.openings.get());
        busy.set(false);
        counted.awaitEnd();
        assertEquals(10, counted.steps.get());
    }

    @Test void whatFailsHarmsNobody() throws InterruptedException {
        var counted = new Counted(steps -> {
            if (steps == 3) throw new UncheckedIOException(new IOException("a fault"));
            return true;
        });
        new WarmUp(new AtomicBoolean(), LONG, QUIET, counted).begin(() -> {});
        counted.awaitEnd();
        assertEquals(3, counted.steps.get());
        var begun = new AtomicBoolean();
        new WarmUp(begun, LONG, QUIET, () -> { throw new IOException("cannot be opened"); }).begin(() -> {});
        assertTrue(begun.get());
    }

    @Test void readsMailOfNobodyAndLeavesNothing() throws IOException {
        var before = threads();
        var spool = Spool.open(SpoolSettings.at(folder));
        var store = new MemoryStore();
        int steps = 1;
        try (var house = new PracticeHouse(store, spool, new Searches(1))) {
            assertTrue(threads().size() > before.size(), "of the keyring");
            while (house.step()) steps++; // each is answered with OK, or it throws
            assertEquals(Set.of(PracticeHouse.WHO.partition().text()), store.partitions("a/").stream()
                .map(one -> one.text()).collect(Collectors.toSet()));
        }
        assertTrue(steps > 250, steps + " steps");
        try (var files = Files.list(folder)) {
            assertFalse(files.findAny().isPresent());
        }
        var left = threads();
        left.removeAll(before);
        assertEquals(Set.of(), left.stream().filter(one -> one.getName().startsWith("keyring"))
            .filter(WarmUpTest::stays).collect(Collectors.toSet()));
    }

    private static boolean stays(Thread thread) {
        try {
            return !thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test void whatIsClosedEarlyIsClosed() throws IOException {
        var house = new PracticeHouse(new MemoryStore(), Spool.open(SpoolSettings.at(folder)), new Searches(1));
        for (int i = 0; i < 30; i++) house.step();
        house.close();
        assertThrows(IOException.class, house::step);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(one -> one.getName().startsWith("keyring"))
            .collect(Collectors.toSet());
    }
}
