package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
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
    private static final int CHANGES_OF_A_ROW = 40;

    private final MemoryStore store = new MemoryStore();
    private final Floors floors = new TestSeal.MemoryFloors();
    private final Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final Secret password = Secret.random(Randomness.secure());
    private final Secret recovery = Secret.random(Randomness.secure());
    private final byte[] before;
    private final byte[] after;
    private final Map<Bytes, byte[]> rows;

    /** An account with two epochs, a segment of each, a former password, and a slot for the server that is gone again. */
    ChangedRowsTest() {
        try (var keyring = keyring(new TestSeal.Heard())) {
            var ways = List.of(new Way(Slot.Kind.PASSWORD, password), new Way(Slot.Kind.RECOVERY, recovery));
            keyring.enrol(CARLA, Level.L1, ways);
            keyring.create(BRUNO);
            before = keyring.seal(CARLA, Kind.META, 1, TEXT);
            keyring.renew(CARLA);
            keyring.prepare(CARLA);
            after = keyring.seal(CARLA, Kind.META, 2, TEXT);
        }
        rows = rows();
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

    @TestFactory Stream<DynamicTest> refusedWithAnAlarmOrOpenedAsItWas() {
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

    private void tryWith(Bytes key, Optional<byte[]> row) {
        put(key, row);
        var alarms = new TestSeal.Heard();
        var what = name(key) + ": " + row.map(Arrays::toString).orElse("taken away");
        try (var keyring = keyring(alarms)) {
            boolean isRefused = isRefused(() -> keyring.prepare(CARLA), what);
            isRefused |= isRefused(() -> read(keyring), what);
            assertTrue(!isRefused || !alarms.raised.isEmpty(), what);
            for (var alarm : List.copyOf(alarms.raised)) assertFalse(alarm.contains("bruno"), alarm);
            keyring.prepare(BRUNO);
        } finally {
            put(key, Optional.of(rows.get(key)));
        }
    }

    /** Who cannot open is as one with another password; who opens it reads all, or what is refused is not shown. */
    private void read(Keyring keyring) {
        for (int slot = 1; slot <= 2; slot++) {
            var unlocked = keyring.unlock(CARLA, slot, slot == 1 ? password : recovery);
            if (unlocked.isEmpty()) continue;
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 2, after));
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 1, before));
            unlocked.get().close();
        }
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
