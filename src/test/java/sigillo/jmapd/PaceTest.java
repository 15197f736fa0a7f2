package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.User;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Outlet;
import sigillo.jmap.SocketMessage;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;

/** However often something changes, a listener looks once a pause; and at once after a quiet while. */
@Timeout(30)
class PaceTest {
    private final JmapHouse house = new JmapHouse();
    private final AtomicInteger looks = new AtomicInteger();
    private final long begun = System.nanoTime();

    @AfterEach void close() { house.close(); }

    private Caller caller(Unlocked way) {
        var types = new StateTypes(Map.of("Quota", _ -> Integer.toString(0 * looks.incrementAndGet())));
        return new Caller(new User(JmapHouse.ANNA, Address.of("anna@home.example")), house.anna, null, way, types, Set.of());
    }

    /** {@code free}: those that no pause precedes; then so many in each pause. */
    private void fewLooks(int free, int aPause) {
        int seen = looks.get();
        long pauses = Duration.ofNanos(System.nanoTime() - begun).dividedBy(Pace.PAUSE);
        assertTrue(seen <= free + aPause * pauses, () -> seen + " looks in " + pauses + " pauses");
    }

    @Test void aStreamOfManyChangesIsFewLooks() throws Exception {
        var asked = new Asked(Asked.Method.GET, "/jmap/events", Fields.parse("types=*&closeafter=no&ping=0"), Map.of(), new byte[0],
            InetAddress.getLoopbackAddress(), () -> { });
        var ended = new LinkedBlockingQueue<Runnable>();
        var heard = new LinkedBlockingQueue<byte[]>();
        var stream = EventStream.of(caller(new Ending(ended)), asked).orElseThrow();
        var listening = Thread.ofVirtual().start(() -> {
            try {
                stream.run(new Heard(heard));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertTrue(heard.poll(10, TimeUnit.SECONDS) != null, "it has begun");
        house.deposit("INBOX", "Subject: one\n\nHi.");
        assertTrue(heard.poll(10, TimeUnit.SECONDS) != null, "the first is told");
        for (int i = 0; i < 50; i++) house.deposit("INBOX", "Subject: " + i + "\n\nHi.");
        fewLooks(2, 1);
        ended.take().run();
        assertTrue(listening.join(Duration.ofSeconds(10)), "it ended, though there is more to tell");
        fewLooks(2, 1);
    }

    /** Rounds over what other servers commit tell again of what was seen: the mail that comes next is not to wait for that. */
    @Test void newsOfWhatWasSeenIsNoLook() {
        var types = caller(Unlocked.nothing(JmapHouse.ANNA, () -> true)).types();
        var watch = StateWatch.of(house.anna, types, types.all(), Optional.empty());
        var all = new Looks();
        all.news();
        assertTrue(all.look(watch).isEmpty());
        assertEquals(1, looks.get(), "that of the beginning");
        house.deposit("INBOX", "Subject: one\n\nHi.");
        all.news();
        assertTrue(all.look(watch).isPresent(), "at once");
        house.deposit("INBOX", "Subject: two\n\nHi.");
        all.news();
        assertTrue(all.look(watch).isEmpty());
        assertTrue(all.wait(Duration.ofDays(1)).compareTo(Pace.PAUSE) <= 0, "soon");
    }

    @Test void whoEnablesPushAgainAndAgainWaits() throws Exception {
        try (var push = new SocketPush(caller(Unlocked.nothing(JmapHouse.ANNA, () -> true)), null)) {
            var enabling = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 100; i++) push.enable(new SocketMessage.PushEnable(Optional.empty(), Optional.empty()));
                } catch (InterruptedIOException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            while (looks.get() == 0) Thread.onSpinWait();
            assertFalse(enabling.join(Duration.ofMillis(50)), "each has its turn");
            enabling.interrupt();
            assertTrue(enabling.join(Duration.ofSeconds(10)));
            fewLooks(2, 2);
        }
    }

    /** Of which the end is said by who has it. */
    private record Ending(LinkedBlockingQueue<Runnable> ended) implements Unlocked {
        @Override public AccountId account() { return JmapHouse.ANNA; }

        @Override public long slot() { return 0; }

        @Override public long add(Way way) { throw new UnsupportedOperationException(); }

        @Override public void heal() { }

        @Override public boolean isWhole() { return true; }

        @Override public void whenEnded(Runnable action) { ended.add(action); }

        @Override public boolean stands() { return true; }

        @Override public void close() { }
    }

    private record Heard(LinkedBlockingQueue<byte[]> all) implements Outlet {
        @Override public void send(byte[] octets) { all.add(octets); }

        @Override public boolean isOver() { return false; }
    }
}
