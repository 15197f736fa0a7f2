package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sigillo.base.ToldLines;

/** The one sweep of the whole program goes on, whatever a connection does to it. */
class WriteWatchTest {
    /** A connection whose peer takes nothing; {@code cut} is told. */
    private static TimedSocket stalled(Runnable cut) {
        return new TimedSocket() {
            @Override boolean isStalled(long now) { return true; }

            @Override void cut() {
                WriteWatch.remove(this);
                cut.run();
            }
        };
    }

    @Test void anErrorOfOneConnectionLetsNoOtherStay() throws Exception {
        try (var told = ToldLines.of(WriteWatch.class.getName())) {
            for (int turn = 1; turn <= 2; turn++) {
                var met = new CountDownLatch(1);
                var cut = new CountDownLatch(2);
                stalled(cut::countDown);
                stalled(() -> {
                    met.countDown();
                    throw new NoClassDefFoundError("meant by this test");
                });
                stalled(cut::countDown);
                assertTrue(met.await(20, TimeUnit.SECONDS) && cut.await(20, TimeUnit.SECONDS), "turn " + turn);
            }
            for (int looks = 0; looks < 5_000 && told.with("could not be cut").size() < 2; looks++) Thread.sleep(1);
            assertEquals(2, told.with("could not be cut").size(), "one line each");
        }
    }
}
