package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * Somebody who can write to the store takes an account's keys out of it, or has its first row say what it did not: the
 * account gets no keys that he or the server would open, and no mail in clear is taken for the owner's.
 */
class TakenKeysTest {
    private static final AccountId CARLA = new AccountId("carla");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final AccountId OLD = new AccountId("old");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();
    private static final Randomness RANDOM = Randomness.secure();

    private final Store store = new MemoryStore();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private Floors floors = new TestSeal.MemoryFloors();
    private final Secret password = Secret.random(RANDOM);
    private final List<Way> ways = List.of(new Way(Slot.Kind.PASSWORD, password));
    private Keyring keyring = again();
    private final long byPassword;

    TakenKeysTest() {
        byPassword = keyring.enrol(CARLA, Level.L1, ways).getFirst();
        keyring.create(BRUNO);
        keyring.adopt(List.of(CARLA, BRUNO, OLD));
    }

    @AfterEach void close() { keyring.close(); }

    private Keyring again() { return TestSeal.over(store, floors, Instant::now, alarms); }

    private void restart() {
        keyring.close();
        keyring = again();
        keyring.adopt(List.of(CARLA, BRUNO, OLD));
    }

    private void changeHead(UnaryOperator<HeadRow> change) {
        var keys = store.partition(KeyRows.partition(CARLA));
        var head = KeyRows.head(keys::get).orElseThrow();
        new Transactions(keys).write(tx -> {
            tx.put(KeyRows.HEAD, change.apply(head).encode());
            return null;
        });
    }

    private void assertGoesOn(AccountId account) {
        keyring.prepare(account);
        assertArrayEquals(TEXT, keyring.open(account, Kind.META, 3, keyring.seal(account, Kind.META, 3, TEXT)));
    }

    @Test void keysThatWereTakenAwayAreNotGivenAnew() {
        store.remove(KeyRows.partition(CARLA));
        restart();
        assertEquals(1, alarms.raised.size(), alarms.raised.toString());
        assertTrue(alarms.raised.getFirst().contains("account carla were taken out of the store"));
        assertThrows(StoreException.class, () -> keyring.prepare(CARLA), "mail waits");
        assertThrows(StoreException.class, () -> keyring.create(CARLA));
        assertThrows(StoreException.class, () -> keyring.enrol(CARLA, Level.L1, ways));
        assertFalse(store.partition(KeyRows.partition(CARLA)).get(KeyRows.HEAD).isPresent());
        assertGoesOn(BRUNO);
    }

    /** Also of an account that was there before that was noted, after the first start that notes it. */
    @Test void norThoseFromBeforeItWasNoted() {
        floors = new TestSeal.MemoryFloors();
        restart();
        store.remove(KeyRows.partition(CARLA));
        restart();
        assertThrows(StoreException.class, () -> keyring.prepare(CARLA));
        assertFalse(store.partition(KeyRows.partition(CARLA)).get(KeyRows.HEAD).isPresent());
    }

    @Test void mailInClearIsNotPutAmongTheOther() {
        var sealed = keyring.seal(CARLA, Kind.META, 1, TEXT);
        changeHead(head -> new HeadRow(head.epoch(), head.nextSegment(), true, head.nextSlot()));
        restart();
        try (var _ = keyring.unlock(CARLA, byPassword, password).orElseThrow()) {
            assertThrows(StoreException.class, () -> keyring.open(CARLA, Kind.META, 2, TEXT));
            assertTrue(alarms.raised.getFirst().contains("none is shown"), alarms.raised.toString());
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 1, sealed), "the owner's own mail opens");
        }
        assertGoesOn(BRUNO);
    }

    @Test void mailFromBeforeThereWereKeysIsReadAtEachStart() {
        for (int start = 0; start < 3; start++) {
            assertArrayEquals(TEXT, keyring.open(OLD, Kind.META, 2, TEXT));
            assertGoesOn(OLD);
            if (start == 1) floors = new TestSeal.MemoryFloors(); // from before that was noted
            restart();
        }
        assertEquals(List.of(), alarms.raised);
    }

    /** A number that a way in has is not given to another, whatever the first row says. */
    @Test void noNumberOfASlotIsGivenTwice() {
        long second;
        try (var open = keyring.unlock(CARLA, byPassword, password).orElseThrow()) {
            second = open.add(new Way(Slot.Kind.TOKEN, Secret.random(RANDOM)));
            changeHead(head -> head.nextSlot(1));
            long third = open.add(new Way(Slot.Kind.TOKEN, Secret.random(RANDOM)));
            assertTrue(third > second, "after " + second + " came " + third);
        }
        assertEquals(Map.of(byPassword, Slot.Kind.PASSWORD, second, Slot.Kind.TOKEN, second + 1, Slot.Kind.TOKEN),
            keyring.slots(CARLA));
    }
}
