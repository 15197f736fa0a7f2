package sigillo.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.account.AccountId;

@Timeout(20)
class SearchesTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final Searches.Waiting STAYS = _ -> { };
    private final Searches searches = new Searches(2);

    /** As many that never wait as there are cores, on connections' threads, would be the end of all conversations. */
    @Test void searchesKeepNoCarrier() throws Exception {
        var virtual = new AtomicBoolean(true);
        var connection = Thread.ofVirtual().start(() -> {
            try {
                searches.run(ANNA, STAYS, _ -> virtual.set(Thread.currentThread().isVirtual()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        connection.join();
        assertFalse(virtual.get());
    }

    @Test void anAccountSearchesOnceAtATimeAndOthersGoOn() throws Exception {
        var goOn = new CountDownLatch(1);
        var together = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 5; i++) {
            threads.add(start(ANNA, _ -> {
                most.accumulateAndGet(together.incrementAndGet(), Math::max);
                await(goOn);
                together.decrementAndGet();
            }));
        }
        searches.run(BRUNO, STAYS, _ -> goOn.countDown());
        for (var thread : threads) thread.join();
        assertEquals(1, most.get());
    }

    @Test void whatFailsFailsForTheOneWhoAsked() throws Exception {
        assertThrows(IOException.class, () -> searches.run(ANNA, STAYS, _ -> { throw new IOException("unreadable"); }));
        assertThrows(IllegalStateException.class,
            () -> searches.run(ANNA, STAYS, _ -> { throw new IllegalStateException(); }));
        var done = new AtomicBoolean();
        searches.run(ANNA, STAYS, _ -> done.set(true));
        assertEquals(true, done.get(), "the turn was given back");
    }

    /** What the search holds is not let go of before it has stopped. */
    @Test void isGivenUpWhenNobodyWaits() throws Exception {
        var steps = new AtomicInteger();
        var stopped = new AtomicBoolean();
        var gone = assertThrows(IOException.class, () -> searches.run(ANNA, progress -> {
            if (progress.done() > 3) throw new IOException("gone");
        }, progress -> {
            try {
                for (progress.begin(1_000_000); ; steps.incrementAndGet()) {
                    progress.step();
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                stopped.set(true);
            }
        }));
        assertEquals("gone", gone.getMessage());
        assertEquals(true, stopped.get());
        var done = new AtomicBoolean();
        searches.run(ANNA, STAYS, _ -> done.set(true));
        assertEquals(true, done.get(), "the turn was given back");
    }

    @Test void whoDoesNotWaitForHisTurnHasNone() throws Exception {
        var goOn = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var first = start(ANNA, _ -> {
            begun.countDown();
            await(goOn);
        });
        await(begun);
        var second = assertThrows(IOException.class, () -> searches.run(ANNA, progress -> {
            assertEquals(0, progress.all());
            throw new IOException("gone");
        }, _ -> { throw new AssertionError("has no turn"); }));
        assertEquals("gone", second.getMessage());
        goOn.countDown();
        first.join();
    }

    // ---- together ----

    /** Each slice once, and what it has in the order of the slices. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void slicesAreLookedThroughOnceAndInOrder(int cores) throws Exception {
        var several = new Searches(4, cores, 10);
        var lookers = new AtomicInteger();
        var found = new ArrayList<Integer>();
        var all = new CountDownLatch(cores);
        several.run(ANNA, STAYS, progress -> found.addAll(several.together(numbers(100), progress, () -> looker(slice -> {
            await(all); // as many as there are cores are at work
            return slice * slice;
        }, () -> {
            lookers.incrementAndGet();
            all.countDown();
        }))));
        assertEquals(IntStream.range(0, 100).mapToObj(i -> i * i).toList(), found);
        assertEquals(cores, lookers.get());
        assertEquals(cores, closed.get());
    }

    /** What a helper holds is not let go of before he has stopped, whoever fails. */
    @Test void whereOneFailsAllStop() throws Exception {
        var several = new Searches(4, 3, 10);
        var both = new CountDownLatch(2);
        var begun = new AtomicInteger();
        var unreadable = assertThrows(IOException.class,
            () -> several.run(ANNA, STAYS, progress -> several.together(numbers(1_000_000), progress, () -> looker(slice -> {
                both.countDown();
                await(both);
                if (slice == 1) throw new IOException("unreadable");
                progress.step();
                return slice;
            }, begun::incrementAndGet))));
        assertEquals("unreadable", unreadable.getMessage());
        assertEquals(begun.get(), closed.get());
    }

    @Test void helpersStopWhenNobodyWaits() throws Exception {
        var several = new Searches(4, 2, 10);
        var both = new CountDownLatch(2);
        var begun = new AtomicInteger();
        var gone = assertThrows(IOException.class, () -> several.run(ANNA, progress -> {
            if (progress.done() > 100) throw new IOException("gone");
        }, progress -> several.together(Stream.iterate(0, i -> i + 1).iterator(), progress, () -> looker(slice -> {
            progress.step();
            both.countDown();
            await(both);
            return slice;
        }, begun::incrementAndGet))));
        assertEquals("gone", gone.getMessage());
        assertEquals(2, begun.get());
        assertEquals(2, closed.get());
    }

    /** Several who search have no more threads than one has, and whoever comes later is not kept waiting. */
    @Test void helpersMakeRoomForOthers() throws Exception {
        var several = new Searches(4, 2, 10);
        var hasHelper = new CountDownLatch(2);
        var goOn = new CountDownLatch(1);
        var first = Thread.ofVirtual().start(() -> {
            try {
                several.run(ANNA, STAYS, progress -> several.together(Stream.iterate(0, i -> i + 1).takeWhile(_ -> closed.get() == 0 || goOn.getCount() > 0).iterator(),
                    progress, () -> looker(slice -> slice, hasHelper::countDown)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        await(hasHelper);
        several.run(BRUNO, STAYS, _ -> {
            while (closed.get() == 0) Thread.onSpinWait(); // the helper has left, in the middle of it
        });
        goOn.countDown();
        first.join();
    }

    // ---- ahead ----

    /** Each slice once, in their order, whoever reads it; and a helper reads some where there is a core for it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void slicesAreTakenInOrderWhoeverReadsThem(int cores) throws Exception {
        var several = new Searches(4, cores, 10);
        var read = new CountDownLatch(cores - 1);
        int helped = 0;
        try (var ahead = several.ahead(numbers(200), looker(slice -> {
            read.countDown();
            return slice * slice;
        }, () -> { }))) {
            for (int i = 0; i < 200; i++) {
                assertTrue(ahead.hasNext());
                var taken = ahead.next();
                if (i == 0) await(read); // the next is read while this one is told
                assertEquals(i, taken.slice());
                if (taken.read().isPresent()) helped++;
                assertEquals(i * i, taken.read().orElse(i * i));
            }
            assertFalse(ahead.hasNext());
        }
        assertEquals(cores > 1, helped > 0);
        assertEquals(1, closed.get());
    }

    /** Only so many wait for who takes his time, and no thread does. */
    @Test void noThreadWaitsForWhoTakesHisTime() throws Exception {
        var several = new Searches(1, 2, 10); // BRUNO has its only thread once the helper has left
        var read = new AtomicInteger();
        try (var ahead = several.ahead(numbers(200), looker(slice -> read.incrementAndGet(), () -> { }))) {
            ahead.next();
            while (read.get() < 2) Thread.onSpinWait();
            several.run(BRUNO, STAYS, _ -> { });
            assertEquals(2, read.get());
        }
    }

    @Test void whatCannotBeReadAheadFailsInItsTurn() throws Exception {
        var several = new Searches(4, 2, 10);
        var begun = new CountDownLatch(1);
        try (var ahead = several.ahead(numbers(200), looker(slice -> {
            begun.countDown();
            if (slice == 1) throw new IOException("unreadable");
            return slice;
        }, () -> { }))) {
            assertEquals(0, ahead.next().slice());
            await(begun);
            assertEquals("unreadable", assertThrows(IOException.class, ahead::next).getMessage());
        }
    }

    @Test void whatTheHelperHoldsIsNotLetGoOfBeforeHeHasStopped() throws Exception {
        var several = new Searches(4, 2, 10);
        var isAtWork = new CountDownLatch(1);
        var stopped = new AtomicBoolean();
        try (var ahead = several.ahead(numbers(200), looker(slice -> {
            isAtWork.countDown();
            for (int i = 0; i < 1_000; i++) Thread.onSpinWait();
            stopped.set(true);
            return slice;
        }, () -> { }))) {
            ahead.next();
            await(isAtWork);
        }
        assertTrue(stopped.get());
    }

    private final AtomicInteger closed = new AtomicInteger();

    private interface Each {
        Integer of(Integer slice) throws IOException;
    }

    private Searches.Looker<Integer, Integer> looker(Each each, Runnable begins) {
        begins.run();
        return new Searches.Looker<>() {
            @Override public Integer through(Integer slice) throws IOException { return each.of(slice); }

            @Override public void close() { closed.incrementAndGet(); }
        };
    }

    private static Iterator<Integer> numbers(int count) { return IntStream.range(0, count).iterator(); }

    private Thread start(AccountId account, Searches.Work work) {
        return Thread.ofVirtual().start(() -> {
            try {
                searches.run(account, STAYS, work);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) throw new AssertionError("nobody else goes on");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
