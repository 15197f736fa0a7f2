package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** The owner comes after hours in each of which mail has come: which keys are opened for him, and which beside. */
class RewrapTest {
    private static final AccountId CARLA = new AccountId("carla");
    private static final int HOURS = 2 * KeyringLimits.REWRAPPED_AT_A_TIME + 50;

    private final Store store = new MemoryStore();
    private final Secret password = Secret.random(Randomness.secure());
    private final AtomicInteger opened = new AtomicInteger();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Runnable whenWrapping = () -> {};
    private final long slot;
    private final Ring ring;

    RewrapTest() {
        try (var keyring = TestSeal.over(store, new TestSeal.MemoryFloors(), () -> now, new TestSeal.Heard())) {
            slot = keyring.enrol(CARLA, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password))).getFirst();
            for (int hour = 0; hour < HOURS; hour++) {
                keyring.prepare(CARLA);
                keyring.seal(CARLA, Kind.META, hour, new byte[10]);
                now = now.plus(Duration.ofHours(1));
            }
        }
        var keyed = keyed();
        ring = new Ring(keyed, new Arrivals(keyed, () -> now), opened, System::nanoTime);
    }

    private Keyed keyed() {
        Randomness randomness = octets -> {
            whenWrapping.run();
            Randomness.secure().fill(octets);
        };
        var rows = store.partition(KeyRows.partition(CARLA));
        long tag = Floors.tag(CARLA);
        return new Keyed(CARLA, tag, new Transactions(rows), TestSeal.secrets(1), TestSeal.slotKeys(),
            new TestSeal.MemoryFloors(), randomness, alarms);
    }

    private void unlock() throws Exception { assertTrue(ring.unlock(slot, password).isPresent()); }

    private List<Long> wrapped() {
        var numbers = LongStream.rangeClosed(newest() - HOURS + 1, newest()).boxed();
        return numbers.filter(number -> ring.keyed().segment(number).orElseThrow().isWrapped()).toList();
    }

    private long newest() { return ring.keyed().head().nextSegment() - 1; }

    @Test void theNewestFiftyNeedOnlyTheirOwnHours() throws Exception {
        unlock();
        assertEquals(0, opened.get(), "unlocking opens none");
        for (int i = 0; i < 50; i++) ring.segment(newest() - i).close();
        assertEquals(50, opened.get());
        assertEquals(List.of(), wrapped());
    }

    /** What wraps anew in the background may come in just then, before who came by the old password is ended. */
    @Test void whatAResetLocksIsNotWrappedForTheNewPassword() throws Exception {
        unlock();
        long next = ring.slots().addWaiting(new Way(Slot.Kind.PASSWORD, Secret.random(Randomness.secure())));
        assertEquals(List.of(slot), ring.reset(next));
        new Rewrap(ring).run();
        assertEquals(List.of(), wrapped());
        assertFalse(ring.isOpen());
    }

    /** Whoever has begun to read the newest finds them done when he comes again, however short he was there. */
    @Test void theNewestAreWrappedFirstAndTheRestInAnotherSession() throws Exception {
        unlock();
        var wraps = new AtomicInteger();
        whenWrapping = () -> {
            if (wraps.incrementAndGet() == KeyringLimits.REWRAPPED_AT_A_TIME + 20) ring.endAll();
        };
        new Rewrap(ring).run();
        assertEquals(KeyringLimits.REWRAPPED_AT_A_TIME + 20, wraps.get(), "it stops when the account is closed");
        long first = newest() - KeyringLimits.REWRAPPED_AT_A_TIME + 1;
        assertEquals(LongStream.rangeClosed(first, newest()).boxed().toList(), wrapped());
        assertFalse(ring.keyed().rows().get(KeyRows.REWRAP).isPresent());

        whenWrapping = wraps::incrementAndGet;
        wraps.set(0);
        unlock();
        new Rewrap(ring).run();
        assertEquals(HOURS - KeyringLimits.REWRAPPED_AT_A_TIME, wraps.get(), "what is done is passed over");
        assertEquals(HOURS, wrapped().size());
        assertEquals(0, opened.get(), "what is computed beside is not kept open");
        assertEquals(newest() + 1, ring.keyed().rewrapped(1));
    }

    private void put(byte[] row) {
        ring.keyed().transactions().write(tx -> {
            tx.put(KeyRows.REWRAP, row);
            return null;
        });
    }

    /** Who writes to the store says that all is wrapped: it is not, and what opens the keys of mail stays until it is. */
    @Test void whoWritesToTheStoreHasNoEpochForgotten() throws Exception {
        unlock();
        ring.endAll();
        try (var renewed = Secret.random(Randomness.secure())) {
            ring.slots().renew(renewed, Slots.Renewal.FOR_ALL);
        }
        var theirs = new RewrapRow(1, newest() + 1, ring.keyed().rewrapped(1, newest() + 1).mark());
        var claims = List.of(new RewrapRow(2, newest() + 1, Bytes.EMPTY).encode(), new RewrapRow(2, newest() + 1, theirs.mark()).encode(),
            new RewrapRow(2, newest() + 1, ring.keyed().rewrapped(2, newest()).mark()).encode(), new byte[] {9, 9},
            new RowOut(1).number(2).number(newest() + 1).done());
        for (var claim : claims) {
            put(claim);
            assertEquals(0, ring.keyed().rewrapped(2));
        }
        assertEquals(claims.size() - 1, alarms.raised.size(), "one from before there were marks is no alarm");
        for (var claim : claims) {
            put(claim);
            unlock();
            whenWrapping = ring::endAll; // the owner leaves at once: little is done
            new Rewrap(ring).run();
            whenWrapping = () -> {};
            assertTrue(ring.keyed().rows().get(KeyRows.epoch(1)).isPresent(), "the epoch of what is not wrapped");
        }
        unlock();
        new Rewrap(ring).run();
        assertEquals(HOURS, wrapped().size());
        assertFalse(ring.keyed().rows().get(KeyRows.epoch(1)).isPresent());
        assertEquals(newest() + 1, ring.keyed().rewrapped(2), "this server's own is taken");
        ring.segment(newest() - HOURS + 1).close(); // it opens
    }

    /** A reader comes to his key while a key is wrapped; and the key that he gets is the one that was sealed. */
    @Test void nobodyWaitsForAKeyThatIsWrappedBeside() throws Exception {
        unlock();
        Secret before = ring.segment(newest());
        var read = new CompletableFuture<Secret>();
        whenWrapping = () -> {
            if (!read.isDone()) readBeside(newest() - 7, read);
        };
        new Rewrap(ring).run();
        try (var after = ring.segment(newest() - 7); var known = read.join()) {
            assertTrue(known.isSame(after));
        }
        ring.endAll();
        unlock();
        try (var unwrapped = ring.segment(newest())) {
            assertTrue(before.isSame(unwrapped));
        }
        before.close();
    }

    private void readBeside(long number, CompletableFuture<Secret> read) {
        Thread.ofPlatform().start(() -> {
            try {
                read.complete(ring.segment(number));
            } catch (Exception e) {
                read.completeExceptionally(e);
            }
        });
        read.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
