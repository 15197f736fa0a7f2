package sigillo.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
