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
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.SealedRecord;
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
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private Keyring keyring = again();

    /** The same server after a restart. */
    private Keyring again() { return TestSeal.over(store, () -> now, alarms); }

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
        keyring.create(ANNA); // the name alone does not bring it back
        assertThrows(RuntimeException.class, () -> keyring.open(ANNA, Kind.META, 9, meta));
        assertArrayEquals(TEXT, keyring.open(BRUNO, Kind.META, 9, keyring.seal(BRUNO, Kind.META, 9, TEXT)));
    }

    @Test void withoutTheServersSecretNothingOpens() throws IOException {
        var meta = keyring.seal(ANNA, Kind.META, 9, TEXT);
        var thief = new Keyring(store, TestSeal.secrets(2), sigillo.sealing.Randomness.secure(), () -> now, alarms);
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
            return new HeadRow(head.epoch() - 1, head.nextSegment(), head.mixed()).encode();
        });
        keyring = again();
        assertThrows(StoreException.class, () -> keyring.open(ANNA, Kind.META, 9, meta));
        assertEquals(1, alarms.raised.size());
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

    private byte[] row(AccountId account, Bytes key) { return store.partition(KeyRows.partition(account)).get(key).orElseThrow(); }

    private void rewrite(Bytes key, UnaryOperator<byte[]> change) {
        new Transactions(store.partition(KeyRows.partition(ANNA))).write(tx -> {
            tx.put(key, change.apply(tx.get(key).orElseThrow()));
            return null;
        });
    }

    private static byte[] all(Octets octets) throws IOException { return octets.bytes(0, octets.length(), 1 << 20); }
}
