package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.account.Locked;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * Somebody writes what he likes into the rows of an account's keys: each row cut short at any length, with any octet
 * changed, taken away, or with the row of another key in its place. Whatever he does, what is opened is what was sealed; or
 * it is refused, and then with an alarm; nothing fails in another way, and another account notices nothing.
 */
class ChangedRowsTest {
    private static final AccountId CARLA = new AccountId("carla");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();
    private static final int KIND = 7;
    private static final int CHANGES_OF_A_ROW = 40;

    private final MemoryStore store = new MemoryStore();
    private final Floors floors = new TestSeal.MemoryFloors();
    private final Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final Secret password = Secret.random(Randomness.secure());
    private final Secret recovery = Secret.random(Randomness.secure());
    private final Secret next = Secret.random(Randomness.secure());
    private final long passwordSlot;
    private final long recoverySlot;
    private final long nextSlot;
    /** In the order of their epochs. */
    private final List<byte[]> sealed = new ArrayList<>();
    private final Map<Bytes, byte[]> rows;

    /**
     * An account with three epochs, a segment of each, a slot for the server that is gone again, work that waits,
     * segments that were wrapped anew, and a former password.
     */
    ChangedRowsTest() throws InterruptedException {
        try (var keyring = keyring(new TestSeal.Heard())) {
            var ways = List.of(new Way(Slot.Kind.PASSWORD, password), new Way(Slot.Kind.RECOVERY, recovery));
            var slots = keyring.enrol(CARLA, Level.L0, ways);
            passwordSlot = slots.getFirst();
            recoverySlot = slots.getLast();
            keyring.create(BRUNO);
            arrive(keyring);
            assertTrue(keyring.defer(CARLA, KIND, TEXT));
            keyring.lock(CARLA);
            arrive(keyring);
            keyring.unlock(CARLA, passwordSlot, password).orElseThrow().close();
            for (int i = 0; !rows().containsKey(KeyRows.REWRAP); i++) {
                assertTrue(i < 1_000, "segments are wrapped anew");
                Thread.sleep(10);
            }
            nextSlot = keyring.reserve(CARLA, new Way(Slot.Kind.PASSWORD, next));
            keyring.reset(CARLA, nextSlot);
            arrive(keyring);
        }
        rows = rows();
    }

    private void arrive(Keyring keyring) {
        keyring.prepare(CARLA);
        sealed.add(keyring.seal(CARLA, Kind.META, sealed.size() + 1, TEXT));
    }

    private Keyring keyring(TestSeal.Heard alarms) { return TestSeal.over(store, floors, () -> now, alarms); }

    private Map<Bytes, byte[]> rows() {
        var all = new LinkedHashMap<Bytes, byte[]>();
        store.partition(KeyRows.partition(CARLA)).range(Bytes.EMPTY, Bytes.utf8("z"), false, (key, row) -> {
            all.put(key, row);
            return true;
        });
        return all;
    }

    @Test void rowsOfAllKindsAreThereAndOpenWhatTheyShould() {
        var kinds = rows.keySet().stream().map(key -> String.valueOf((char) key.at(0))).distinct().sorted();
        assertEquals("deghlostw", kinds.collect(Collectors.joining()));
        var alarms = new TestSeal.Heard();
        try (var keyring = keyring(alarms)) {
            assertEquals(2, read(keyring, keyring.unlockFormer(CARLA, passwordSlot, password)), "of its time");
        }
        try (var keyring = keyring(alarms)) {
            assertEquals(1, read(keyring, keyring.unlock(CARLA, nextSlot, next)), "what came since");
        }
        try (var keyring = keyring(alarms)) {
            assertEquals(3, read(keyring, keyring.unlock(CARLA, recoverySlot, recovery)));
        }
        assertEquals(List.of(), alarms.raised);
    }

    @Tag("gate") @TestFactory Stream<DynamicTest> refusedWithAnAlarmOrOpenedAsItWas() {
        return rows.keySet().stream().map(key -> DynamicTest.dynamicTest(name(key), () -> {
            var random = new Random(key.hashCode());
            for (int i = 0; i < CHANGES_OF_A_ROW; i++) tryWith(key, changed(rows.get(key), random));
            tryWith(key, Optional.empty());
            for (var other : rows.keySet()) tryWith(key, Optional.of(rows.get(other)));
        }));
    }

    private static String name(Bytes key) { return (char) key.at(0) + Arrays.toString(key.toArray()); }

    private static Optional<byte[]> changed(byte[] row, Random random) {
        if (random.nextInt(4) == 0) return Optional.of(Arrays.copyOf(row, random.nextInt(row.length)));
        if (random.nextInt(4) == 0) return Optional.of(Arrays.copyOf(row, row.length + 1 + random.nextInt(9)));
        var changed = row.clone();
        int at = random.nextBoolean() ? random.nextInt(Math.min(row.length, 6)) : random.nextInt(row.length);
        changed[at] = (byte) random.nextInt(256);
        return Optional.of(changed);
    }

    private void tryWith(Bytes key, Optional<byte[]> row) throws InterruptedException {
        put(key, row);
        var alarms = new TestSeal.Heard();
        var done = new CopyOnWriteArrayList<byte[]>();
        var what = name(key) + ": " + row.map(Arrays::toString).orElse("taken away");
        try (var keyring = keyring(alarms)) {
            keyring.serve(KIND, (_, payload) -> done.add(payload.clone()));
            boolean isRefused = isRefused(() -> keyring.prepare(CARLA), what);
            isRefused |= isRefused(() -> read(keyring, keyring.unlockFormer(CARLA, passwordSlot, password)), what);
            isRefused |= isRefused(() -> read(keyring, keyring.unlock(CARLA, nextSlot, next)), what);
            isRefused |= isRefused(() -> read(keyring, keyring.unlock(CARLA, recoverySlot, recovery)), what);
            if (key.startsWith(KeyRows.DEFERRED)) {
                letWork(() -> !done.isEmpty() || !alarms.raised.isEmpty());
                boolean isGone = row.isPresent() && !rows().containsKey(key);
                boolean isTold = !done.isEmpty() || !alarms.raised.isEmpty();
                assertTrue(!isGone || isTold, what + " was dropped without a word");
            }
            assertTrue(!isRefused || !alarms.raised.isEmpty(), what);
            for (var alarm : List.copyOf(alarms.raised)) assertFalse(alarm.contains("bruno"), alarm);
            for (var payload : done) assertArrayEquals(TEXT, payload, what);
            keyring.prepare(BRUNO);
        } finally {
            put(key, Optional.of(rows.get(key)));
        }
    }

    /** It may be that none is done: a row can say that somebody else has it in hand. */
    private static void letWork(BooleanSupplier isOver) throws InterruptedException {
        for (int i = 0; i < 20 && !isOver.getAsBoolean(); i++) Thread.sleep(10);
    }

    /** How many are shown; those of other epochs are locked. Who cannot open is as one with another secret. */
    private int read(Keyring keyring, Optional<Unlocked> unlocked) {
        int shown = 0;
        for (int i = 0; unlocked.isPresent() && i < sealed.size(); i++) {
            try {
                assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, i + 1, sealed.get(i)));
                shown++;
            } catch (Locked before) {
                continue; // of another epoch
            }
        }
        unlocked.ifPresent(Unlocked::close);
        return shown;
    }

    private static boolean isRefused(Runnable work, String what) {
        try {
            work.run();
            return false;
        } catch (Locked | IllegalStateException none) {
            return false; // an account without keys is one that has been removed
        } catch (StoreException refused) {
            return true;
        } catch (RuntimeException unexpected) {
            throw new AssertionError(what, unexpected);
        }
    }

    private void put(Bytes key, Optional<byte[]> row) {
        new Transactions(store.partition(KeyRows.partition(CARLA))).write(tx -> {
            var extra = new ArrayList<>(rows().keySet());
            extra.removeAll(rows.keySet());
            extra.forEach(tx::delete); // what was sealed meanwhile
            rows.forEach(tx::put);
            if (row.isPresent()) tx.put(key, row.get());
            else tx.delete(key);
            return null;
        });
    }
}
