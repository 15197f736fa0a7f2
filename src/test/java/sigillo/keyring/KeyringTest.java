package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.account.Locked;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.peers.Program;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.SealedRecord;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.ForwardingStore;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** Keys of accounts: who opens what, and what happens when somebody has changed the store behind the server's back. */
class KeyringTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final Bytes BLOB = Bytes.utf8("a/anna/1");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();

    private final MemoryStore store = new MemoryStore();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Floors floors = new TestSeal.MemoryFloors();
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private Keyring keyring = again();

    /** The same server after a restart. */
    private Keyring again() { return TestSeal.over(store, floors, () -> now, alarms); }

    @BeforeEach void accounts() {
        keyring.create(ANNA);
        keyring.create(BRUNO);
    }

    @Test void whatIsSealedIsOpenedAfterARestart() throws IOException {
        var message = all(keyring.sealMessage(ANNA, BLOB, Octets.of(TEXT)));
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        var name = keyring.seal(ANNA, Kind.MAILBOX_NAME, 9, TEXT);
        for (var octets : List.of(message, meta, name)) assertFalse(new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1).contains("zebra"));
        keyring = again();
        assertArrayEquals(TEXT, all(keyring.openMessage(ANNA, BLOB, Octets.of(message))));
        assertArrayEquals(TEXT, keyring.open(ANNA, Kind.META, 9, meta));
        assertArrayEquals(TEXT, keyring.open(ANNA, Kind.MAILBOX_NAME, 9, name));
        assertEquals(List.of(), alarms.raised);
    }

    @Test void nothingOpensInThePlaceOfAnother() throws IOException {
        var message = all(keyring.sealMessage(ANNA, BLOB, Octets.of(TEXT)));
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        assertThrows(StoreException.class, () -> keyring.openMessage(ANNA, Bytes.utf8("a/anna/2"), Octets.of(message)));
        assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.META, 8, meta));
        assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.MAILBOX_NAME, 9, meta));
        keyring.prepare(BRUNO);
        assertThrows(StoreException.class, () -> keyring.open(BRUNO, Kind.META, 9, meta));
        assertEquals(4, alarms.raised.size(), alarms.raised.toString());
        assertArrayEquals(TEXT, keyring.open(ANNA, Kind.META, 9, meta), "and nothing else is affected");
    }

    /** Its header is right, so it opens; what was changed is found by the reader. */
    @Test void aChunkThatWasChangedIsFoundWhenItIsRead() throws IOException {
        var message = all(keyring.sealMessage(ANNA, BLOB, Octets.of(TEXT)));
        message[message.length - 1] ^= 1;
        var opened = keyring.openMessage(ANNA, BLOB, Octets.of(message));
        assertThrows(StoreException.class, () -> all(opened));
        assertEquals(1, alarms.raised.size());
    }

    /** Only what was kept before there were keys is taken as it is. */
    @Test void clearTextIsNotOpened() {
        assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.META, 9, TEXT));
        assertThrows(StoreException.class, () -> keyring.openMessage(ANNA, BLOB, Octets.of(TEXT)));
        assertEquals(2, alarms.raised.size());
    }

    @Test void anAccountFromBeforeThereWereKeysKeepsItsMail() throws IOException {
        var old = new AccountId("old");
        keyring.adopt(List.of(ANNA, old));
        assertArrayEquals(TEXT, all(keyring.openMessage(old, BLOB, Octets.of(TEXT))));
        assertArrayEquals(TEXT, keyring.open(old, Kind.META, 9, TEXT));
        var fresh = keyring.seal(old, Kind.META, 10, TEXT);
        keyring = again();
        keyring.adopt(List.of(ANNA, old));
        assertArrayEquals(TEXT, keyring.open(old, Kind.META, 10, fresh));
        fresh[RecordHeader.OCTETS] ^= 1;
        assertThrows(StoreException.class, () -> keyring.open(old, Kind.META, 10, fresh));
    }

    @Test void aDestroyedAccountIsNoise() {
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        keyring.destroy(ANNA);
        assertThrows(RuntimeException.class, () -> keyring.open(ANNA, Kind.META, 9, meta));
        assertThrows(IllegalStateException.class, () -> keyring.prepare(ANNA));
        assertThrows(IllegalStateException.class, () -> keyring.create(ANNA), "no other has its id");
        assertThrows(RuntimeException.class, () -> keyring.open(ANNA, Kind.META, 9, meta));
        assertArrayEquals(TEXT, keyring.open(BRUNO, Kind.META, 9, keyring.seal(BRUNO, Kind.META, 9, TEXT)));
    }

    @Test void withoutTheServersSecretNothingOpens() throws IOException {
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        var thief = new Keyring(store, TestSeal.secrets(2), TestSeal.slotKeys(), floors, Randomness.secure(), () -> now, alarms, KeyringSettings.STANDARD);
        assertThrows(StoreException.class, () -> thief.open(ANNA, Kind.META, 9, meta));
        assertThrows(StoreException.class, () -> thief.prepare(ANNA), "nor does it seal for a key that it did not make");
    }

    @Test void segmentsEndByTimeAndByNumber() throws IOException {
        var segments = new ArrayList<Long>();
        for (int i = 0; i <= KeyringLimits.SEGMENT_RECORDS; i++) {
            keyring.prepare(ANNA);
            segments.add(segment(keyring.seal(ANNA, Kind.META, i, TEXT)));
        }
        assertEquals(List.of(1L, 2L), segments.stream().distinct().toList());
        now = now.plus(Duration.ofMinutes(59));
        keyring.prepare(ANNA);
        assertEquals(2, segment(keyring.seal(ANNA, Kind.META, 1, TEXT)));
        now = now.plus(Duration.ofMinutes(1));
        keyring.prepare(ANNA);
        assertEquals(3, segment(keyring.seal(ANNA, Kind.META, 1, TEXT)));
        keyring = again();
        assertEquals(4, segment(keyring.seal(ANNA, Kind.META, 1, TEXT)), "a restart begins another");
    }

    private static long segment(byte[] sealed) throws IOException {
        return SealedRecord.segment(Arrays.copyOf(sealed, RecordHeader.OCTETS));
    }

    /** Whether others come or not: who reads the memory an hour later learns nothing of what arrived. */
    @Test void theKeyOfASegmentThatIsOverIsWiped() {
        try (var rings = new Rings(store, TestSeal.secrets(1), TestSeal.slotKeys(), floors, Randomness.secure(), () -> now, alarms)) {
            var arrivals = rings.of(ANNA).arrivals();
            var segment = arrivals.ready();
            now = now.plus(KeyringLimits.SEGMENT_TIME);
            arrivals.tidy();
            assertFalse(arrivals.isEmpty(), "a delivery that has begun may need it");
            for (int i = 0; i < 2; i++) {
                now = now.plus(KeyringLimits.SEGMENT_STAYS).plusSeconds(1);
                arrivals.tidy();
            }
            assertTrue(arrivals.isEmpty());
            assertThrows(IllegalStateException.class, segment.key::copy);
            var next = arrivals.ready();
            arrivals.turnOver();
            now = now.plus(KeyringLimits.SEGMENT_STAYS).plusSeconds(1);
            arrivals.tidy();
            assertThrows(IllegalStateException.class, next.key::copy, "also one that a renewal has ended");
        }
    }

    @Test void aSwappedDeliveryKeyIsNotUsed() {
        rewrite(KeyRows.epoch(1), _ -> row(BRUNO, KeyRows.epoch(1)));
        keyring = again();
        var refused = assertThrows(StoreException.class, () -> keyring.prepare(ANNA));
        assertTrue(refused.getMessage().contains("delivery key"), refused.getMessage());
        assertEquals(1, alarms.raised.size());
        keyring.prepare(BRUNO);
    }

    @Test void anEpochThatWasPutBackIsSeen() throws IOException {
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        rewrite(KeyRows.HEAD, row -> {
            var head = HeadRow.decode(row);
            return head.epoch(head.epoch() - 1).encode();
        });
        keyring = again();
        assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.META, 9, meta));
        assertEquals(1, alarms.raised.size());
        keyring.prepare(BRUNO);
    }

    @Test void keysOfAnotherOpenNothing() {
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        keyring.prepare(BRUNO);
        for (var key : List.of(KeyRows.segment(1), KeyRows.slot(1), KeyRows.epoch(1))) {
            var mine = row(ANNA, key);
            rewrite(key, _ -> row(BRUNO, key));
            keyring = again();
            assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.META, 9, meta), key.toString());
            rewrite(key, _ -> mine);
        }
        assertEquals(3, alarms.raised.size());
        keyring = again();
        assertArrayEquals(TEXT, keyring.open(ANNA, Kind.META, 9, meta));
    }

    /** What was sealed under it is gone; what comes next is sealed under another. */
    @Test void aSegmentThatWasTakenAwayIsAnAlarm() {
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        new Transactions(store.partition(KeyRows.partition(ANNA))).write(tx -> {
            tx.delete(KeyRows.segment(1));
            return null;
        });
        keyring = again();
        assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.META, 9, meta));
        assertEquals(1, alarms.raised.size());
        assertArrayEquals(TEXT, keyring.open(ANNA, Kind.META, 10, keyring.seal(ANNA, Kind.META, 10, TEXT)));
    }

    /** All rows of another account's keys, as a whole: they fit each other, and not this account. */
    @Test void allKeysOfAnotherAreNotTaken() {
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        keyring.prepare(BRUNO);
        var his = rows(BRUNO);
        new Transactions(store.partition(KeyRows.partition(ANNA))).write(tx -> {
            his.forEach(tx::put);
            return null;
        });
        keyring = again();
        assertThrows(StoreException.class, () -> keyring.prepare(ANNA));
        assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.META, 9, meta));
        assertEquals(2, alarms.raised.size());
        keyring.prepare(BRUNO);
    }

    private Map<Bytes, byte[]> rows(AccountId account) {
        var rows = new LinkedHashMap<Bytes, byte[]>();
        store.partition(KeyRows.partition(account)).range(Bytes.EMPTY, Bytes.utf8("z"), false, (key, row) -> {
            rows.put(key, row);
            return true;
        });
        return rows;
    }

    // ---- L1: only the owner's secrets ----

    private static final AccountId CARLA = new AccountId("carla");
    private final Secret password = Secret.random(Randomness.secure());
    private final Secret recovery = Secret.random(Randomness.secure());

    /** The slots of the password and the recovery code. */
    private List<Long> carla() {
        return keyring.enrol(CARLA, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password), new Way(Slot.Kind.RECOVERY, recovery)));
    }

    @Test void onlyTheOwnerOpensAtL1() throws IOException {
        var slots = carla();
        var meta = keyring.seal(CARLA, Kind.META, 9, TEXT);
        var message = all(keyring.sealMessage(CARLA, BLOB, Octets.of(TEXT)));
        keyring = again();
        assertEquals(Level.L1, keyring.level(CARLA));
        assertThrows(Locked.class, () -> keyring.open(CARLA, Kind.META, 9, meta));
        assertThrows(Locked.class, () -> keyring.openMessage(CARLA, BLOB, Octets.of(message)));
        assertTrue(keyring.joinAsServer(CARLA).isEmpty());
        assertTrue(keyring.join(CARLA, slots.getFirst()).isEmpty());
        assertTrue(keyring.unlock(CARLA, slots.getFirst(), recovery).isEmpty(), "the secret of another slot");
        assertTrue(keyring.unlock(CARLA, 99, password).isEmpty());
        for (int way = 0; way < 2; way++) {
            try (var unlocked = keyring.unlock(CARLA, slots.get(way), way == 0 ? password : recovery).orElseThrow()) {
                assertTrue(unlocked.isWhole());
                assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 9, meta));
                assertArrayEquals(TEXT, all(keyring.openMessage(CARLA, BLOB, Octets.of(message))));
                assertTrue(keyring.join(CARLA, slots.getFirst()).isPresent());
            }
            keyring = again();
        }
        assertEquals(List.of(), alarms.raised, "a locked account is no fault");
    }

    @Test void deliveryGoesOnWhileNobodyIsThere() throws IOException {
        var slots = carla();
        keyring = again();
        var metas = new ArrayList<byte[]>();
        for (int i = 0; i < 3; i++) {
            now = now.plus(Duration.ofHours(1));
            keyring.prepare(CARLA);
            metas.add(keyring.seal(CARLA, Kind.META, i, TEXT));
            int last = i;
            assertThrows(Locked.class, () -> keyring.open(CARLA, Kind.META, last, metas.get(last)), "also in the hour of its arrival");
        }
        try (var _ = keyring.unlock(CARLA, slots.getFirst(), password).orElseThrow()) {
            for (int i = 0; i < 3; i++) assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, i, metas.get(i)));
        }
    }

    @Test void keysStayForTheGraceAndAreWipedThen() throws Exception {
        var shortly = new KeyringSettings(Duration.ofMillis(300));
        keyring = new Keyring(store, TestSeal.secrets(1), TestSeal.slotKeys(), floors, Randomness.secure(), () -> now, alarms, shortly);
        var slots = carla();
        var meta = keyring.seal(CARLA, Kind.META, 9, TEXT);
        var first = keyring.unlock(CARLA, slots.getFirst(), password).orElseThrow();
        var second = keyring.join(CARLA, slots.getFirst()).orElseThrow();
        first.close();
        first.close();
        Thread.sleep(600);
        assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 9, meta), "somebody holds it");
        second.close();
        keyring.join(CARLA, slots.getFirst()).orElseThrow().close();
        Thread.sleep(900);
        assertTrue(keyring.join(CARLA, slots.getFirst()).isEmpty());
        assertThrows(Locked.class, () -> keyring.open(CARLA, Kind.META, 9, meta));
        assertThrows(Locked.class, () -> first.add(new Way(Slot.Kind.TOKEN, recovery)));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 500, "it never came");
            Thread.sleep(20);
        }
    }

    @Test void whoLosesHisSlotIsEndedAndOthersAreNot() {
        var slots = carla();
        var ended = new ArrayList<String>();
        var byPassword = keyring.unlock(CARLA, slots.getFirst(), password).orElseThrow();
        long third = byPassword.add(new Way(Slot.Kind.APP_PASSWORD, Secret.random(Randomness.secure())));
        var byDevice = keyring.join(CARLA, third).orElseThrow();
        byPassword.whenEnded(() -> ended.add("password"));
        byDevice.whenEnded(() -> ended.add("device"));
        keyring.remove(CARLA, third);
        assertEquals(List.of("device"), ended);
        byDevice.whenEnded(() -> ended.add("late"));
        assertEquals(List.of("device", "late"), ended);
        assertTrue(keyring.join(CARLA, third).isEmpty());
        assertTrue(keyring.join(CARLA, slots.getFirst()).isPresent());
        keyring.destroy(CARLA);
        assertEquals(List.of("device", "late", "password"), ended);
    }

    /** A session whose password was changed meanwhile leaves no other way in behind, while others have the account open. */
    @Test void whoWasEndedMakesNoOtherWayIn() {
        var slots = carla();
        var thief = keyring.unlock(CARLA, slots.getFirst(), password).orElseThrow();
        var owner = keyring.unlock(CARLA, slots.getLast(), recovery).orElseThrow();
        var gone = keyring.unlock(CARLA, slots.getLast(), recovery).orElseThrow();
        gone.close();
        keyring.remove(CARLA, slots.getFirst());
        for (var ended : List.of(thief, gone)) {
            assertThrows(Locked.class, () -> ended.add(new Way(Slot.Kind.TOKEN, password)));
            assertThrows(Locked.class, ended::heal);
        }
        assertEquals(1, keyring.slots(CARLA).size());
        owner.add(new Way(Slot.Kind.TOKEN, password));
        assertEquals(2, keyring.slots(CARLA).size());
    }

    /** A delivery has begun a segment and not yet told so, when the keys are renewed. */
    @Test void noArrivalIsSealedUnderAnEpochThatIsOver() throws Exception {
        var renewal = new FutureTask<Boolean>(() -> keyring.renew(ANNA), true);
        var asked = new AtomicBoolean();
        keyring = TestSeal.over(store, floors, () -> {
            if (!asked.getAndSet(true)) runBeside(renewal);
            return now;
        }, alarms);
        keyring.prepare(ANNA);
        assertTrue(renewal.get());
        long sealed = segment(keyring.seal(ANNA, Kind.META, 1, TEXT));
        assertEquals(2, SegmentRow.decode(row(ANNA, KeyRows.segment(sealed))).epoch());
    }

    /** To its end, unless it waits for us. */
    private static void runBeside(FutureTask<?> task) {
        Thread.ofPlatform().start(task);
        try {
            task.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException waits) {
            return;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** More accounts are open than rings are kept for: who is just coming is not thrown out, nor forgotten. */
    @Test void whoHoldsAnAccountIsFoundWhoeverElseComes() throws Exception {
        var slots = carla();
        var rings = new Rings(store, TestSeal.secrets(1), TestSeal.slotKeys(), floors, Randomness.secure(), () -> now, alarms);
        try (rings) {
            var held = rings.visit(CARLA, ring -> {
                for (int i = 0; i <= KeyringLimits.RINGS_MAX; i++) rings.of(new AccountId("other" + i));
                return ring.unlock(slots.getFirst(), password);
            }).orElseThrow();
            for (int i = 0; i <= KeyringLimits.RINGS_MAX; i++) rings.of(new AccountId("more" + i));
            assertTrue(held.stands());
            rings.of(CARLA).end(slots.getFirst());
            assertFalse(held.stands(), "it is the same ring");
        }
    }

    /** Who opens it at the moment in which it is destroyed has nothing. */
    @Test void nobodyComesWhileAnAccountIsDestroyed() throws Exception {
        var slots = carla();
        try (var rings = new Rings(store, TestSeal.secrets(1), TestSeal.slotKeys(), floors, Randomness.secure(), () -> now, alarms)) {
            var ring = rings.of(CARLA);
            ring.destroy();
            assertTrue(ring.unlock(slots.getFirst(), password).isEmpty());
            assertThrows(Locked.class, ring::roots, "nor does anything stay open");
            rings.destroy(CARLA);
            assertTrue(rings.of(CARLA).unlock(slots.getFirst(), password).isEmpty());
        }
    }

    @Test void segmentsAreWrappedAnewWhenTheyHaveBeenOpened() throws Exception {
        var slots = carla();
        var metas = new ArrayList<byte[]>();
        for (int i = 0; i < 250; i++) {
            now = now.plus(Duration.ofHours(1));
            keyring.prepare(CARLA);
            metas.add(keyring.seal(CARLA, Kind.META, i, TEXT));
        }
        try (var _ = keyring.unlock(CARLA, slots.getFirst(), password).orElseThrow()) {
            await(() -> segments(CARLA).stream().allMatch(SegmentRow::isWrapped));
        }
        keyring = again();
        try (var _ = keyring.unlock(CARLA, slots.getLast(), recovery).orElseThrow()) {
            for (int i = 0; i < 250; i++) assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, i, metas.get(i)));
        }
    }

    /** It is left as it is, and the others are wrapped. */
    @Test void aSegmentThatSomebodyChangedDoesNotKeepTheOthersFromBeingWrapped() throws Exception {
        var slots = carla();
        var metas = new ArrayList<byte[]>();
        for (int i = 0; i < 9; i++) {
            now = now.plus(Duration.ofHours(1));
            keyring.prepare(CARLA);
            metas.add(keyring.seal(CARLA, Kind.META, i, TEXT));
        }
        rewrite(CARLA, KeyRows.segment(4), row -> Arrays.copyOf(row, 7));
        rewrite(CARLA, KeyRows.segment(6), row -> row(CARLA, KeyRows.segment(5)));
        keyring = again();
        try (var _ = keyring.unlock(CARLA, slots.getFirst(), password).orElseThrow()) {
            await(() -> isWrapped(9));
            for (int i = 0; i < 9; i++) {
                int number = i;
                if (i == 3 || i == 5) assertThrows(StoreException.class, () -> keyring.open(CARLA, Kind.META, number, metas.get(number)));
                else assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, i, metas.get(i)));
            }
        }
        assertEquals(2, alarms.raised.size(), alarms.raised.toString());
    }

    private boolean isWrapped(long segment) { return SegmentRow.decode(row(CARLA, KeyRows.segment(segment))).isWrapped(); }

    private List<SegmentRow> segments(AccountId account) {
        var rows = new ArrayList<SegmentRow>();
        store.partition(KeyRows.partition(account)).range(KeyRows.SEGMENTS, KeyRows.SEGMENTS.afterPrefix(), false,
            (_, row) -> rows.add(SegmentRow.decode(row)));
        return rows;
    }

    @Test void fromL0ToL1AndBack() throws Exception {
        var dora = new AccountId("dora");
        var slots = keyring.enrol(dora, Level.L0, List.of(new Way(Slot.Kind.PASSWORD, password)));
        var before = keyring.seal(dora, Kind.META, 1, TEXT);
        assertArrayEquals(TEXT, keyring.open(dora, Kind.META, 1, before));
        try (var session = keyring.join(dora, slots.getFirst()).orElseThrow()) {
            keyring.lock(dora);
            keyring.prepare(dora);
            var after = keyring.seal(dora, Kind.META, 2, TEXT);
            assertArrayEquals(TEXT, keyring.open(dora, Kind.META, 2, after), "who is connected goes on");
            await(() -> row(dora, KeyRows.epoch(1)) == null);
            assertTrue(segments(dora).stream().allMatch(row -> row.epoch() == 2), "nothing is left of what the server knew");
            assertTrue(session.isWhole());
        }
        keyring = again();
        assertEquals(Level.L1, keyring.level(dora));
        assertThrows(Locked.class, () -> keyring.open(dora, Kind.META, 1, before));
        try (var unlocked = keyring.unlock(dora, slots.getFirst(), password).orElseThrow()) {
            keyring.hand(unlocked);
            keyring.hand(unlocked);
        }
        keyring = again();
        assertEquals(Level.L0, keyring.level(dora));
        assertArrayEquals(TEXT, keyring.open(dora, Kind.META, 1, before));
    }

    /** The operator gives a new password; what came before opens with the recovery code or the old password only. */
    @Test void afterAResetOldMailStaysLockedUntilTheOwnerIsBack() throws Exception {
        var slots = carla();
        var before = keyring.seal(CARLA, Kind.META, 1, TEXT);
        var fresh = Secret.random(Randomness.secure());
        long slot = keyring.reserve(CARLA, new Way(Slot.Kind.PASSWORD, fresh));
        assertTrue(keyring.awaitsReset(CARLA, slot));
        assertTrue(keyring.unlock(CARLA, slot, fresh).isEmpty(), "it opens nothing yet");
        assertTrue(keyring.unlock(CARLA, slots.getFirst(), password).isPresent(), "and the old one still does");
        keyring.reset(CARLA, slot);
        assertFalse(keyring.awaitsReset(CARLA, slot));
        keyring.prepare(CARLA);
        var after = keyring.seal(CARLA, Kind.META, 2, TEXT);
        keyring = again();
        assertTrue(keyring.unlock(CARLA, slots.getFirst(), password).isEmpty(), "the old password is none any more");
        try (var unlocked = keyring.unlock(CARLA, slot, fresh).orElseThrow()) {
            assertFalse(unlocked.isWhole());
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 2, after));
            assertThrows(Locked.class, () -> keyring.open(CARLA, Kind.META, 1, before));
        }
        keyring = again();
        try (var _ = keyring.unlockFormer(CARLA, slots.getFirst(), password).orElseThrow()) {
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 1, before));
            assertThrows(Locked.class, () -> keyring.open(CARLA, Kind.META, 2, after), "and nothing that came since");
        }
        keyring = again();
        try (var unlocked = keyring.unlock(CARLA, slots.getLast(), recovery).orElseThrow()) {
            assertTrue(unlocked.isWhole());
            unlocked.heal();
            await(() -> row(CARLA, KeyRows.epoch(1)) == null);
        }
        keyring = again();
        assertTrue(keyring.unlockFormer(CARLA, slots.getFirst(), password).isEmpty(), "there is nothing left that it would open");
        try (var unlocked = keyring.unlock(CARLA, slot, fresh).orElseThrow()) {
            assertTrue(unlocked.isWhole());
            for (var meta : List.of(before, after)) assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, meta == before ? 1 : 2, meta));
        }
    }

    /** Else all other passwords would be none any more, and nobody would get in. */
    @Test void aResetForASlotThatIsNotThereDoesNothing() {
        var slots = carla();
        assertThrows(StoreException.class, () -> keyring.reset(CARLA, 99));
        assertEquals(1, alarms.raised.size(), alarms.raised.toString());
        assertEquals(Map.of(), keyring.formerSlots(CARLA));
        assertTrue(keyring.unlock(CARLA, slots.getFirst(), password).isPresent());
    }

    /** Whoever has opened the account before has just wrapped its last old segment anew, whatever was read last. */
    @Test void epochsThatAreLetGoMeanwhileAreNoFault() {
        for (int reads = 0; reads < 40; reads++) {
            var inner = new MemoryStore();
            var left = new AtomicInteger(Integer.MAX_VALUE);
            var meanwhile = new AtomicReference<Runnable>(() -> { });
            var hooked = new ForwardingStore(inner) {
                @Override protected void beforeRead() {
                    if (left.getAndDecrement() == 0) meanwhile.get().run();
                }
            };
            var known = new TestSeal.MemoryFloors();
            try (var one = TestSeal.over(inner, known, () -> now, alarms); var other = TestSeal.over(hooked, known, () -> now, alarms)) {
                long slot = one.enrol(CARLA, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password))).getFirst();
                one.prepare(CARLA);
                one.seal(CARLA, Kind.META, 1, TEXT);
                one.renew(CARLA);
                meanwhile.set(() -> {
                    one.unlock(CARLA, slot, password).orElseThrow();
                    Program.waitUntil("it is let go", Duration.ofSeconds(20), () -> inner.partition(KeyRows.partition(CARLA)).get(KeyRows.epoch(1)).isEmpty());
                });
                left.set(reads);
                try (var unlocked = other.unlock(CARLA, slot, password).orElseThrow()) {
                    assertTrue(unlocked.isWhole(), reads + " reads before");
                }
                left.set(Integer.MAX_VALUE);
                assertEquals(List.of(), alarms.raised, reads + " reads before");
            }
        }
    }

    /** Who could open, and is none: somebody has written it. It is told, and the others open, are healed and superseded. */
    @Test void aFormerSlotThatIsNoneKeepsNobodyFromTheOthers() {
        var slots = carla();
        var fresh = Secret.random(Randomness.secure());
        keyring.prepare(CARLA);
        var before = keyring.seal(CARLA, Kind.META, 1, TEXT);
        long slot = keyring.reserve(CARLA, new Way(Slot.Kind.PASSWORD, fresh));
        keyring.reset(CARLA, slot);
        new Transactions(store.partition(KeyRows.partition(CARLA))).write(tx -> {
            tx.put(KeyRows.former(0), new byte[] {1, 2, 3});
            return null;
        });
        keyring = again();
        assertEquals(Map.of(slots.getFirst(), Slot.Kind.PASSWORD), keyring.formerSlots(CARLA));
        assertEquals(1, alarms.raised.size(), alarms.raised.toString());
        try (var _ = keyring.unlockFormer(CARLA, slots.getFirst(), password).orElseThrow()) {
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 1, before));
        }
        keyring = again();
        try (var unlocked = keyring.unlock(CARLA, slots.getLast(), recovery).orElseThrow(); var next = Secret.random(Randomness.secure())) {
            unlocked.heal();
            keyring.supersede(CARLA, unlocked.add(new Way(Slot.Kind.RECOVERY, next)));
        }
        keyring = again();
        try (var unlocked = keyring.unlock(CARLA, slot, fresh).orElseThrow()) {
            assertTrue(unlocked.isWhole());
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 1, before));
        }
    }

    /** Its row as it was lies in backups and in the store's files: also by that it opens nothing that comes from then on. */
    @Test void aCodeThatWasReplacedWhileMailIsLockedNeverHasWhatComes() throws Exception {
        var slots = carla();
        var fresh = Secret.random(Randomness.secure());
        keyring.prepare(CARLA);
        var before = keyring.seal(CARLA, Kind.META, 1, TEXT);
        long slot = keyring.reserve(CARLA, new Way(Slot.Kind.PASSWORD, fresh));
        keyring.reset(CARLA, slot);
        var kept = row(CARLA, KeyRows.slot(slots.getLast()));
        try (var unlocked = keyring.unlock(CARLA, slot, fresh).orElseThrow(); var next = Secret.random(Randomness.secure())) {
            keyring.supersede(CARLA, unlocked.add(new Way(Slot.Kind.RECOVERY, next)));
        }
        keyring.prepare(CARLA);
        var after = keyring.seal(CARLA, Kind.META, 2, TEXT);
        rewrite(CARLA, KeyRows.former(slots.getLast()), _ -> kept);
        keyring = again();
        try (var _ = keyring.unlockFormer(CARLA, slots.getLast(), recovery).orElseThrow()) {
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 1, before));
            assertThrows(Locked.class, () -> keyring.open(CARLA, Kind.META, 2, after));
        }
    }

    @Test void aSlotThatWasPutBackIsRefusedWithAnAlarm() {
        var slots = carla();
        var old = row(CARLA, KeyRows.slot(slots.getFirst()));
        keyring.renew(CARLA);
        rewrite(CARLA, KeyRows.slot(slots.getFirst()), _ -> old);
        keyring = again();
        assertThrows(StoreException.class, () -> keyring.unlock(CARLA, slots.getFirst(), password));
        assertEquals(1, alarms.raised.size());
        assertTrue(keyring.unlock(CARLA, slots.getLast(), recovery).isPresent(), "nothing else is affected");
    }

    /**
     * Whoever knew the keys of before (here the server's) puts all rows back to what they were, which fit each other: so
     * mail that comes would be his to read. Only what is known outside of the store tells.
     */
    @Test void allKeysOfBeforeAreNotTaken() {
        var slots = keyring.enrol(CARLA, Level.L0, List.of(new Way(Slot.Kind.PASSWORD, password)));
        keyring.prepare(CARLA);
        var before = rows(CARLA);
        keyring.lock(CARLA);
        keyring.close(); // what it does beside is over
        var since = rows(CARLA);
        putBack(CARLA, before);
        keyring = again();
        assertThrows(StoreException.class, () -> keyring.prepare(CARLA), "nothing comes in");
        assertThrows(StoreException.class, () -> keyring.unlock(CARLA, slots.getFirst(), password), "nor is anything shown");
        assertThrows(StoreException.class, () -> keyring.joinAsServer(CARLA));
        assertThrows(StoreException.class, () -> keyring.renew(CARLA));
        assertEquals(4, alarms.raised.size(), alarms.raised.toString());
        assertTrue(alarms.raised.getFirst().contains("put back to epoch 1"), alarms.raised.toString());
        keyring.prepare(ANNA);
        putBack(CARLA, since);
        keyring = again();
        keyring.prepare(CARLA);
        assertTrue(keyring.unlock(CARLA, slots.getFirst(), password).isPresent());
    }

    /** A renewal that was not noted, from before that was done, or because of a crash, is noted when the owner comes. */
    @Test void whatWasNotNotedIsNotedWhenTheOwnerComes() {
        var slots = carla();
        var before = rows(CARLA);
        keyring.renew(CARLA);
        keyring.close();
        var since = rows(CARLA);
        var fresh = new TestSeal.MemoryFloors();
        try (var other = TestSeal.over(store, fresh, () -> now, alarms)) {
            other.unlock(CARLA, slots.getFirst(), password).orElseThrow().close();
        }
        putBack(CARLA, before);
        try (var other = TestSeal.over(store, fresh, () -> now, alarms)) {
            assertThrows(StoreException.class, () -> other.unlock(CARLA, slots.getFirst(), password));
            putBack(CARLA, since);
            other.destroy(CARLA);
            var ways = List.of(new Way(Slot.Kind.PASSWORD, password));
            assertThrows(IllegalStateException.class, () -> other.enrol(CARLA, Level.L1, ways));
            assertThrows(IllegalStateException.class, () -> other.prepare(CARLA));
        }
    }

    private void putBack(AccountId account, Map<Bytes, byte[]> rows) {
        var now = rows(account).keySet();
        new Transactions(store.partition(KeyRows.partition(account))).write(tx -> {
            now.forEach(tx::delete);
            rows.forEach(tx::put);
            return null;
        });
    }

    @Test void nobodyIsNoOwner() {
        assertThrows(IllegalArgumentException.class, () -> keyring.enrol(CARLA, Level.L1, List.of()));
        carla();
        assertThrows(IllegalStateException.class, this::carla);
        keyring.create(CARLA);
        assertEquals(Level.L1, keyring.level(CARLA), "keys that are there stay");
    }

    private byte[] row(AccountId account, Bytes key) { return store.partition(KeyRows.partition(account)).get(key).orElse(null); }

    private void rewrite(Bytes key, UnaryOperator<byte[]> change) { rewrite(ANNA, key, change); }

    private void rewrite(AccountId account, Bytes key, UnaryOperator<byte[]> change) {
        new Transactions(store.partition(KeyRows.partition(account))).write(tx -> {
            tx.put(key, change.apply(tx.get(key).orElseThrow()));
            return null;
        });
    }

    private static byte[] all(Octets octets) throws IOException { return octets.bytes(0, octets.length(), 1 << 20); }
}
