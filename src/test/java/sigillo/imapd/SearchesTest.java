package sigillo.imapd;

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
    private final Searches searches = new Searches(2);

    /** As many that never wait as there are cores, on connections' threads, would be the end of all conversations. */
    @Test void searchesKeepNoCarrier() throws Exception {
        var virtual = new AtomicBoolean(true);
        var connection = Thread.ofVirtual().start(() -> {
            try {
                searches.run(ANNA, () -> virtual.set(Thread.currentThread().isVirtual()));
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
            threads.add(start(ANNA, () -> {
                most.accumulateAndGet(together.incrementAndGet(), Math::max);
                await(goOn);
                together.decrementAndGet();
            }));
        }
        searches.run(BRUNO, goOn::countDown);
        for (var thread : threads) thread.join();
        assertEquals(1, most.get());
    }

    @Test void whatFailsFailsForTheOneWhoAsked() throws Exception {
        assertThrows(IOException.class, () -> searches.run(ANNA, () -> { throw new IOException("unreadable"); }));
        assertThrows(IllegalStateException.class,
            () -> searches.run(ANNA, () -> { throw new IllegalStateException(); }));
        var done = new AtomicBoolean();
        searches.run(ANNA, () -> done.set(true));
        assertEquals(true, done.get(), "the turn was given back");
    }

    private Thread start(AccountId account, Searches.Work work) {
        return Thread.ofVirtual().start(() -> {
            try {
                searches.run(account, work);
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
