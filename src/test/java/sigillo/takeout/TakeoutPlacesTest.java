package sigillo.takeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.account.AccountId;

/** Slow lines keep nobody from taking his mail away; of those who have places few work at a time. */
@Timeout(60)
class TakeoutPlacesTest {
    private final TakeoutPlaces places = new TakeoutPlaces();

    private static AccountId account(int number) { return new AccountId("a" + number); }

    /** Two of them once held all there was, for as long as they liked. */
    @Test void whileSlowLinesAreWaitedForAnotherWorks() throws Exception {
        int slow = TakeoutLimits.PLACES.places() - 1;
        var waits = new CountDownLatch(slow);
        var end = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < slow; i++) {
            assertTrue(places.enter(account(i)).isPresent());
            threads.add(Thread.ofVirtual().start(() -> {
                try (var turn = places.begin()) {
                    turn.waiting(new PeerPace(System::nanoTime), () -> {
                        waits.countDown();
                        awaited(end);
                        return 1;
                    });
                } catch (IOException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }));
        }
        waits.await();
        assertTrue(places.enter(account(slow)).isPresent());
        try (var turn = places.begin(); var _ = places.begin()) {
            assertEquals(7, turn.waiting(new PeerPace(System::nanoTime), () -> 7));
            end.countDown(); // they want to work, and wait until these two have ended
        }
        for (var one : threads) one.join();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test void anAccountHasOnePlace() {
        var place = places.enter(account(1)).orElseThrow();
        assertTrue(places.enter(account(1)).isEmpty());
        place.close();
        assertTrue(places.enter(account(1)).isPresent());
    }

    /** Also where a peer is lost in the middle. */
    @Test void soManyWorkAtATime() throws Exception {
        var working = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < TakeoutLimits.PLACES.places(); i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 50; j++) {
                    try (var turn = places.begin()) {
                        work(working, most);
                        var pace = new PeerPace(System::nanoTime);
                        PeerPace.Step lost = () -> { throw new IOException("gone"); };
                        if (number % 2 == 0) turn.waiting(pace, () -> 1);
                        else assertThrows(IOException.class, () -> turn.waiting(pace, lost));
                        work(working, most);
                    } catch (IOException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                }
            }));
        }
        for (var one : threads) one.join();
        assertEquals(TakeoutLimits.AT_WORK, most.get());
        try (var _ = places.begin(); var _ = places.begin()) {
            assertEquals(0, working.get(), "each gave its turn back");
        }
    }

    private static void work(AtomicInteger working, AtomicInteger most) {
        most.accumulateAndGet(working.incrementAndGet(), Math::max);
        Thread.yield();
        working.decrementAndGet();
    }
}
