package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.Locked;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** Work that waits for an account's owner: what is done, by whom, how often, and after what. */
class DeferredTest {
    private static final AccountId CARLA = new AccountId("carla");
    private static final int TRAINING = 7;

    private final MemoryStore store = new MemoryStore();
    private final Floors floors = new TestSeal.MemoryFloors();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Secret password = Secret.random(Randomness.secure());
    private final List<Keyring> servers = new ArrayList<>();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private volatile Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final Keyring keyring = server();
    private final long slot =
        keyring.enrol(CARLA, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password))).getFirst();

    /** One more process over the same store. */
    private Keyring server() {
        var server = TestSeal.over(store, floors, () -> now, alarms);
        servers.add(server);
        return server;
    }

    @AfterEach void stop() { servers.forEach(Keyring::close); }

    private void defer(String... texts) {
        for (var text : texts) assertTrue(keyring.defer(CARLA, TRAINING, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] payload) { return new String(payload, StandardCharsets.UTF_8); }

    private void note(AccountId account, byte[] payload) { done.add(account + " " + text(payload)); }

    private Unlocked open(Keyring server) { return server.unlock(CARLA, slot, password).orElseThrow(); }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 500, "it never came");
            Thread.sleep(10);
        }
    }

    private List<Bytes> rows() {
        var keys = new ArrayList<Bytes>();
        store.partition(KeyRows.partition(CARLA))
            .range(KeyRows.DEFERRED, KeyRows.DEFERRED.afterPrefix(), false, (key, _) -> keys.add(key));
        return keys;
    }

    private byte[] row(Bytes key) { return store.partition(KeyRows.partition(CARLA)).get(key).orElseThrow(); }

    @Test void itIsDoneInTheNextSessionInItsOrder() throws Exception {
        keyring.serve(TRAINING, this::note);
        defer("one zebra", "two");
        for (var key : rows()) assertFalse(new String(row(key), StandardCharsets.ISO_8859_1).contains("zebra"));
        Thread.sleep(50);
        assertEquals(List.of(), done, "nobody is there");
        try (var _ = open(keyring)) {
            await(() -> rows().isEmpty());
            assertEquals(List.of("carla one zebra", "carla two"), done);
            defer("three");
            await(() -> rows().isEmpty());
        }
        assertEquals(List.of("carla one zebra", "carla two", "carla three"), done);
    }

    /** There is one thread for all: who has much to do holds up nobody. */
    @Test void accountsTakeTurns() throws Exception {
        var dan = new AccountId("dan");
        long hisSlot = keyring.enrol(dan, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password))).getFirst();
        var areBothThere = new CountDownLatch(1);
        keyring.serve(TRAINING, (account, payload) -> {
            try {
                assertTrue(areBothThere.await(1, TimeUnit.MINUTES));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            note(account, payload);
            now = now.plus(KeyringLimits.TURN);
        });
        defer("one", "two");
        for (var text : List.of("one", "two")) keyring.defer(dan, TRAINING, text.getBytes(StandardCharsets.UTF_8));
        try (var _ = open(keyring); var _ = keyring.unlock(dan, hisSlot, password).orElseThrow()) {
            areBothThere.countDown();
            await(() -> done.size() == 4 && rows().isEmpty());
        }
        assertEquals(List.of("carla one", "dan one", "carla two", "dan two"), done);
    }

    @Test void whatNobodyServesWaits() throws Exception {
        keyring.serve(TRAINING, this::note);
        assertTrue(keyring.defer(CARLA, TRAINING + 1, new byte[3]));
        defer("one");
        try (var _ = open(keyring)) {
            await(() -> rows().size() == 1);
        }
        assertEquals(List.of("carla one"), done);
    }

    /** Two processes, each with a session of the owner: each thing is done by one of them. */
    @Test void twoSessionsDoNotDoTheSame() throws Exception {
        var other = server();
        for (var server : List.of(keyring, other)) {
            server.serve(TRAINING, (account, payload) -> {
                note(account, payload);
                pause(2);
            });
        }
        for (int i = 100; i < 160; i++) defer("" + i);
        try (var _ = open(keyring); var _ = open(other)) {
            await(() -> rows().isEmpty());
        }
        assertEquals(60, done.size(), done.toString());
        assertEquals(60, done.stream().distinct().count());
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first process is stopped with one thing in its hands and never comes back: nothing is lost, nor hurried. */
    @Test void whatSomebodyWasDoingWhenHeWasKilledIsDoneByTheNext() throws Exception {
        var inHand = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        keyring.serve(TRAINING, (_, _) -> {
            inHand.countDown();
            awaitQuietly(never);
            throw new Locked("he is dead");
        });
        defer("one", "two");
        var dead = open(keyring);
        assertTrue(inHand.await(5, TimeUnit.SECONDS));
        var next = server();
        next.serve(TRAINING, this::note);
        try (var _ = open(next)) {
            await(() -> rows().size() == 1);
            assertEquals(List.of("carla two"), done, "the other is in his hands, as far as anybody knows");
        }
        now = now.plus(KeyringLimits.LEASE);
        try (var _ = open(next)) {
            await(() -> rows().isEmpty());
        }
        assertEquals(List.of("carla two", "carla one"), done);
        never.countDown();
        dead.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** It keeps nobody from the others, and is given up in the end. */
    @Test void whatFailsIsTriedInLaterSessionsAndNotForEver() throws Exception {
        keyring.serve(TRAINING, (account, payload) -> {
            note(account, payload);
            if (text(payload).equals("bad")) throw new IllegalStateException("on purpose");
        });
        defer("bad", "good");
        for (int session = 1; !rows().isEmpty(); session++) {
            assertTrue(session <= KeyringLimits.DEFERRED_TRIES_MAX);
            assertEquals(List.of(), alarms.raised);
            int expected = done.size() + (session == 1 ? 2 : 1);
            try (var _ = open(keyring)) {
                await(() -> done.size() >= expected);
                Thread.sleep(50); // and no more in this one
                assertEquals(expected, done.size());
            }
            now = now.plus(KeyringLimits.LEASE);
        }
        assertEquals(KeyringLimits.DEFERRED_TRIES_MAX, Collections.frequency(done, "carla bad"));
        assertEquals(1, Collections.frequency(done, "carla good"));
        await(() -> !alarms.raised.isEmpty()); // it is raised when the row is gone
        assertEquals(1, alarms.raised.size(), alarms.raised.toString());
        assertTrue(alarms.raised.getFirst().startsWith("work of account carla"), alarms.raised.toString());
        try (var _ = open(keyring)) {
            assertEquals(Set.of("work of account carla"), alarms.standing);
            defer("good again");
            await(() -> alarms.standing.isEmpty()); // what waits goes well again
        }
    }

    /** What was given up in the same session as something else went well is not forgotten by that. */
    @Test void anAlarmOutlivesTheSessionThatRaisedIt() throws Exception {
        keyring.serve(TRAINING, (account, payload) -> {
            note(account, payload);
            if (text(payload).equals("bad")) throw new IllegalStateException("on purpose");
        });
        defer("bad");
        for (int session = 1; session < KeyringLimits.DEFERRED_TRIES_MAX; session++) {
            int expected = done.size() + 1;
            try (var _ = open(keyring)) {
                await(() -> done.size() >= expected);
            }
            now = now.plus(KeyringLimits.LEASE);
        }
        defer("good");
        try (var _ = open(keyring)) {
            await(() -> rows().isEmpty() && !alarms.standing.isEmpty());
        }
        keyring.close(); // whatever ran has ended
        assertEquals(Set.of("work of account carla"), alarms.standing);
    }

    @Test void noAlarmOutlivesItsAccount() {
        alarms.raise("work of account carla", "x");
        alarms.raise("seal of account carla", "x");
        alarms.raise("seal of account bruno", "x");
        keyring.destroy(CARLA);
        assertEquals(Set.of("seal of account bruno"), alarms.standing);
    }

    @Test void thereIsABound() {
        for (int i = 0; i < KeyringLimits.DEFERRED_MAX; i++) defer("x");
        assertFalse(keyring.defer(CARLA, TRAINING, new byte[1]));
        var tooLarge = new byte[KeyringLimits.DEFERRED_OCTETS_MAX + 1];
        assertThrows(IllegalArgumentException.class, () -> keyring.defer(CARLA, TRAINING, tooLarge));
        assertThrows(IllegalArgumentException.class, () -> keyring.defer(CARLA, 0, new byte[1]));
    }

    /** It was sealed to keys that are replaced meanwhile: these stay as long as it waits. */
    @Test void aRenewalOfKeysLosesNothing() throws Exception {
        defer("one");
        keyring.renew(CARLA);
        defer("two");
        try (var _ = open(keyring)) {
            Thread.sleep(50); // segments are wrapped anew, and nobody serves it yet
        }
        keyring.serve(TRAINING, this::note);
        try (var _ = open(keyring)) {
            await(() -> rows().isEmpty());
        }
        assertEquals(List.of("carla one", "carla two"), done);
        try (var _ = open(keyring)) {
            await(() -> store.partition(KeyRows.partition(CARLA)).get(KeyRows.epoch(1)).isEmpty());
        }
    }

    @Test void whatSomebodyChangedIsAnAlarmAndTheOthersAreDone() throws Exception {
        defer("one", "two", "three", "four");
        var keys = rows();
        var changed = row(keys.get(0));
        changed[changed.length - 9] ^= 1;
        var exchanged = row(keys.get(1));
        new Transactions(store.partition(KeyRows.partition(CARLA))).write(tx -> {
            tx.put(keys.get(0), changed);
            tx.put(keys.get(2), exchanged);
            tx.put(KeyRows.deferred(1, 99), new byte[] {1, 2});
            tx.put(Bytes.utf8("dd"), new byte[0]);
            return null;
        });
        keyring.serve(TRAINING, this::note);
        try (var _ = open(keyring)) {
            await(() -> rows().size() == 2);
        }
        assertEquals(List.of("carla two", "carla four"), done);
        assertEquals(2, alarms.raised.size(), alarms.raised.toString());
        for (var alarm : alarms.raised) assertTrue(alarm.startsWith("seal of account carla"), alarm);
    }
}
