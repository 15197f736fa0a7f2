package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.sealing.SlotList;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * Somebody who can write to the store, and has no key, makes himself a way into an account, or brings one back. It is
 * given no key and opens nothing, with an alarm; the owner's other ways go on.
 */
class SlotListTest {
    private static final AccountId CARLA = new AccountId("carla");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();
    private static final Randomness RANDOM = Randomness.secure();

    private final Store store = new MemoryStore();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Floors floors = new TestSeal.MemoryFloors();
    private final Secret password = Secret.random(RANDOM);
    private final Secret recovery = Secret.random(RANDOM);
    private final Secret his = Secret.random(RANDOM);
    private Keyring keyring = again();
    private final long tag;
    private final long byPassword;
    private final long byRecovery;

    SlotListTest() {
        keyring.adopt(List.of());
        var ways = List.of(new Way(Slot.Kind.PASSWORD, password), new Way(Slot.Kind.RECOVERY, recovery));
        var slots = keyring.enrol(CARLA, Level.L1, ways);
        byPassword = slots.getFirst();
        byRecovery = slots.getLast();
        try (var rings = new Rings(store, TestSeal.secrets(1), TestSeal.slotKeys(), floors, RANDOM, Instant::now, alarms)) {
            tag = rings.of(CARLA).tag();
        }
    }

    @AfterEach void close() { keyring.close(); }

    private Keyring again() { return TestSeal.over(store, floors, Instant::now, alarms); }

    private void restart() {
        keyring.close();
        keyring = again();
        keyring.adopt(List.of());
    }

    private void put(Slot slot) { put(Map.of(KeyRows.slot(slot.id()), KeyRows.encode(slot)), Set.of()); }

    private void put(Map<Bytes, byte[]> rows, Set<Bytes> without) {
        new Transactions(store.partition(KeyRows.partition(CARLA))).write(tx -> {
            without.forEach(tx::delete);
            rows.forEach(tx::put);
            return null;
        });
    }

    private Map<Bytes, byte[]> rows() {
        var rows = new LinkedHashMap<Bytes, byte[]>();
        store.partition(KeyRows.partition(CARLA)).range(Bytes.EMPTY, Bytes.utf8("z"), false, (key, row) -> {
            rows.put(key, row);
            return true;
        });
        return rows;
    }

    private Slot slot(long number) {
        return KeyRows.slot(tag, number, store.partition(KeyRows.partition(CARLA))::get).orElseThrow();
    }

    private void assertOpens(long slot, Secret secret) {
        keyring.prepare(CARLA);
        var meta = keyring.seal(CARLA, Kind.META, 1, TEXT);
        try (var _ = keyring.unlock(CARLA, slot, secret).orElseThrow()) {
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 1, meta));
        }
    }

    private void assertRefused(long slot, Secret secret) {
        int before = alarms.raised.size();
        assertThrows(StoreException.class, () -> keyring.unlock(CARLA, slot, secret));
        assertThrows(StoreException.class, () -> keyring.join(CARLA, slot));
        assertTrue(alarms.raised.size() >= before + 2, alarms.raised.toString());
    }

    // ---- level L2 ----

    private static final Bytes CERTIFICATE = Bytes.of(new byte[] {1, 2, 3, 4});

    private void wrapTo(Optional<Bytes> fingerprint) {
        try (var open = keyring.unlock(CARLA, byPassword, password).orElseThrow()) {
            keyring.wrapTo(open, fingerprint);
        }
    }

    @Test void itsOwnerTakesItToLevelL2AndBack() {
        assertEquals(Optional.empty(), keyring.wrapsTo(CARLA));
        wrapTo(Optional.of(CERTIFICATE));
        restart();
        assertEquals(Level.L2, keyring.level(CARLA));
        assertEquals(Optional.of(CERTIFICATE), keyring.wrapsTo(CARLA));
        keyring.renew(CARLA); // other changes leave it
        assertEquals(Level.L2, keyring.level(CARLA));
        assertOpens(byRecovery, recovery);
        wrapTo(Optional.empty());
        assertEquals(Level.L1, keyring.level(CARLA));
    }

    /** To another certificate, or to none: by the row of an older list, or by one that is made up. */
    @Test void nobodyElseTakesItBack() {
        var before = rows().get(KeyRows.SLOT_LIST);
        wrapTo(Optional.of(CERTIFICATE));
        var now = KeyRows.slotList(tag, rows().get(KeyRows.SLOT_LIST));
        put(Map.of(KeyRows.SLOT_LIST, before), Set.of());
        assertThrows(StoreException.class, () -> keyring.wrapsTo(CARLA), "it was put back");
        for (var other : List.of(Bytes.EMPTY, Bytes.of(new byte[] {9}))) {
            var forged = new SlotList(tag, now.revision(), other, Bytes.EMPTY, now.slots(), now.mark());
            put(Map.of(KeyRows.SLOT_LIST, KeyRows.encode(forged)), Set.of());
            assertThrows(StoreException.class, () -> keyring.wrapsTo(CARLA), "it was changed");
        }
        assertTrue(alarms.raised.size() >= 3, alarms.raised.toString());
    }

    private static final Bytes TEXTS = Bytes.wrap(SealedKey.publicKey(Secret.random(RANDOM)));

    private boolean textsTo(Bytes key) {
        try (var open = keyring.unlock(CARLA, byPassword, password).orElseThrow()) {
            return keyring.textsTo(open, key);
        }
    }

    @Test void theKeyForTextRecordsIsNamedOnceAtLevelL2() {
        assertFalse(textsTo(TEXTS), "not at L1");
        assertEquals(Optional.empty(), keyring.textsTo(CARLA));
        wrapTo(Optional.of(CERTIFICATE));
        assertEquals(Optional.empty(), keyring.textsTo(CARLA), "as accounts have it that came there before");
        assertThrows(IllegalArgumentException.class, () -> textsTo(Bytes.of(new byte[] {1})));
        assertTrue(textsTo(TEXTS));
        assertTrue(textsTo(TEXTS), "again");
        var other = Bytes.wrap(SealedKey.publicKey(Secret.random(RANDOM)));
        assertFalse(textsTo(other), "a session alone does not exchange it");
        restart();
        assertEquals(Optional.of(TEXTS), keyring.textsTo(CARLA));
        assertEquals(Optional.of(CERTIFICATE), keyring.wrapsTo(CARLA));
        keyring.renew(CARLA); // other changes leave it
        wrapTo(Optional.of(Bytes.of(new byte[] {5, 6})));
        assertEquals(Optional.of(TEXTS), keyring.textsTo(CARLA));
        wrapTo(Optional.empty());
        assertEquals(Optional.empty(), keyring.textsTo(CARLA));
        wrapTo(Optional.of(CERTIFICATE));
        assertTrue(textsTo(other));
    }

    /**
     * Who writes to the store neither exchanges it, nor takes it away, nor moves octets of it into the fingerprint
     * beside it.
     */
    @Test void nobodyElseNamesTheKeyForTextRecords() {
        wrapTo(Optional.of(CERTIFICATE));
        assertTrue(textsTo(TEXTS));
        var now = KeyRows.slotList(tag, rows().get(KeyRows.SLOT_LIST));
        for (var other : List.of(Bytes.EMPTY, Bytes.wrap(SealedKey.publicKey(Secret.random(RANDOM))))) {
            var forged = new SlotList(tag, now.revision(), now.wrapsTo(), other, now.slots(), now.mark());
            put(Map.of(KeyRows.SLOT_LIST, KeyRows.encode(forged)), Set.of());
            assertThrows(StoreException.class, () -> keyring.textsTo(CARLA));
            assertThrows(StoreException.class, () -> keyring.wrapsTo(CARLA), "then nothing is kept either");
        }
    }

    @Test void noAccountBeginsAtLevelL2AndNoneThatTheServerOpensGetsThere() {
        var ways = List.of(new Way(Slot.Kind.PASSWORD, password));
        assertThrows(IllegalArgumentException.class, () -> keyring.enrol(new AccountId("dora"), Level.L2, ways));
        try (var open = keyring.unlock(CARLA, byPassword, password).orElseThrow()) {
            keyring.hand(open);
            assertThrows(IllegalStateException.class, () -> keyring.wrapTo(open, Optional.of(CERTIFICATE)));
        }
        assertEquals(Level.L0, keyring.level(CARLA));
    }

    // ---- slots ----

    @Test void aSlotOfAnotherIsGivenNoKeys() {
        put(Slot.make(tag, 77, Slot.Kind.TOKEN, his, RANDOM));
        restart();
        keyring.renew(CARLA);
        assertTrue(alarms.raised.getFirst().contains("slot 77 of account carla"), alarms.raised.toString());
        assertEquals(List.of(), slot(77).roots());
        assertRefused(77, his);
        assertEquals(Set.of(byPassword, byRecovery), keyring.slots(CARLA).keySet());
        assertOpens(byPassword, password);
        assertOpens(byRecovery, recovery);
    }

    /** Nor by any other change: each gives keys to slots. */
    @Test void nobodyElseGivesItAnyEither() {
        put(Slot.make(tag, 77, Slot.Kind.TOKEN, his, RANDOM));
        try (var open = keyring.unlock(CARLA, byPassword, password).orElseThrow()) {
            open.add(new Way(Slot.Kind.APP_PASSWORD, Secret.random(RANDOM)));
            open.heal();
        }
        keyring.reset(CARLA, keyring.reserve(CARLA, new Way(Slot.Kind.PASSWORD, Secret.random(RANDOM))));
        assertEquals(List.of(), slot(77).roots());
        assertOpens(byRecovery, recovery);
    }

    @Test void norIsOneWhosePublicKeyWasExchanged() {
        var own = slot(byPassword);
        var foreign = Slot.make(tag, byPassword, Slot.Kind.PASSWORD, his, RANDOM);
        put(new Slot(tag, byPassword, own.kind(), foreign.publicKey(), own.wrappedSeed(), own.roots()));
        restart();
        keyring.renew(CARLA);
        assertFalse(slot(byPassword).has(2));
        assertRefused(byPassword, password);
        assertOpens(byRecovery, recovery);
    }

    /** The server's kind would give it what the server's own has. */
    @Test void norIsOneOfAnotherKind() {
        var own = slot(byPassword);
        put(new Slot(tag, byPassword, Slot.Kind.SERVER, own.publicKey(), own.wrappedSeed(), own.roots()));
        restart();
        assertEquals(Level.L1, keyring.level(CARLA));
        assertRefused(byPassword, password);
        assertOpens(byRecovery, recovery);
    }

    @Test void aSlotThatWasTakenAwayByAnotherIsMissed() {
        put(Map.of(), Set.of(KeyRows.slot(byPassword)));
        restart();
        assertRefused(byPassword, password);
        assertOpens(byRecovery, recovery);
    }

    @Test void aRevokedSlotDoesNotComeBack() {
        var before = rows();
        keyring.remove(CARLA, byPassword);
        assertTrue(keyring.unlock(CARLA, byPassword, password).isEmpty(), "which is no alarm");
        assertEquals(List.of(), alarms.raised);
        var now = rows();
        put(Map.of(KeyRows.slot(byPassword), before.get(KeyRows.slot(byPassword)),
            KeyRows.slotKey(byPassword), before.get(KeyRows.slotKey(byPassword))), Set.of());
        restart();
        assertRefused(byPassword, password);
        assertOpens(byRecovery, recovery);
        put(before, rows().keySet()); // with the list of that time
        restart();
        assertRefused(byPassword, password);
        assertRefused(byRecovery, recovery);
        assertTrue(alarms.raised.getLast().contains("put back"), alarms.raised.toString());
        keyring.prepare(CARLA); // mail comes in all the same
        put(now, rows().keySet());
        restart();
        assertOpens(byRecovery, recovery);
    }

    @Test void anotherListIsNone() {
        var list = KeyRows.slotList(tag, rows().get(KeyRows.SLOT_LIST));
        var foreign = Slot.make(tag, 77, Slot.Kind.TOKEN, his, RANDOM);
        var entries = new LinkedHashMap<>(list.slots());
        entries.put(77L, SlotList.entry(foreign, false));
        put(foreign);
        put(Map.of(KeyRows.SLOT_LIST, KeyRows.encode(list.next(entries, his))), Set.of());
        restart();
        assertRefused(77, his);
        assertRefused(byPassword, password);
        assertThrows(StoreException.class, () -> keyring.renew(CARLA));
        assertEquals(List.of(), slot(77).roots());
        put(Map.of(), Set.of(KeyRows.SLOT_LIST));
        restart();
        assertRefused(byPassword, password);
        put(Map.of(KeyRows.SLOT_LIST, KeyRows.encode(list)), Set.of());
        restart();
        assertOpens(byPassword, password);
    }

    /** A store from before there were lists: once, at the first start, what is there is taken as it is. */
    @Test void slotsFromBeforeThereWereListsGoOn() {
        put(Map.of(), Set.of(KeyRows.SLOT_LIST));
        floors.set(Floors.Of.LISTED, 0, 0);
        restart();
        assertOpens(byPassword, password);
        keyring.renew(CARLA);
        assertOpens(byRecovery, recovery);
        put(Map.of(), Set.of(KeyRows.SLOT_LIST));
        restart();
        assertRefused(byPassword, password);
        floors.set(Floors.Of.LISTED, 0, 0);
        floors.set(Floors.Of.SLOTS, tag, 2);
        restart();
        assertRefused(byPassword, password);
        assertEquals(1, floors.of(Floors.Of.LISTED, 0));
    }

    /** One row that is none does not shut out those who come by the others, then or later. */
    @Test void aBrokenSlotFromBeforeThereWereListsIsLeftOut() {
        put(Map.of(KeyRows.slot(77), new byte[] {9, 9}), Set.of(KeyRows.SLOT_LIST));
        floors.set(Floors.Of.LISTED, 0, 0);
        restart();
        assertTrue(alarms.raised.getFirst().contains("a row of keys, s, is none"), alarms.raised.toString());
        assertOpens(byPassword, password);
        assertOpens(byRecovery, recovery);
    }

    /** What waits for a reset is not given keys by anything else, and nothing else counts as waiting. */
    @Test void whatWaitsIsGivenNothing() {
        var fresh = Secret.random(RANDOM);
        long slot = keyring.reserve(CARLA, new Way(Slot.Kind.PASSWORD, fresh));
        try (var open = keyring.unlock(CARLA, byPassword, password).orElseThrow()) {
            open.heal();
        }
        keyring.renew(CARLA);
        assertEquals(List.of(), slot(slot).roots());
        assertTrue(keyring.unlock(CARLA, slot, fresh).isEmpty());
        var own = slot(byPassword);
        put(new Slot(tag, byPassword, own.kind(), own.publicKey(), own.wrappedSeed(), List.of()));
        restart();
        assertFalse(keyring.awaitsReset(CARLA, byPassword));
        assertThrows(StoreException.class, () -> keyring.unlock(CARLA, byPassword, password));
    }

    /** What an operator's reset shuts out never had the keys from which it is shut out. */
    @Test void aResetIsOneCommit() {
        var partition = store.partition(KeyRows.partition(CARLA));
        var fresh = Secret.random(RANDOM);
        long slot = keyring.reserve(CARLA, new Way(Slot.Kind.PASSWORD, fresh));
        assertEquals(List.of(), slot(slot).roots());
        long before = partition.revision();
        keyring.reset(CARLA, slot);
        assertEquals(before + 1, partition.revision());
        var former = KeyRows.formerSlots(partition::range, tag, broken -> { throw broken; }).getFirst();
        assertEquals(byPassword, former.id());
        assertFalse(former.has(2));
        assertOpens(slot, fresh);
    }
}
