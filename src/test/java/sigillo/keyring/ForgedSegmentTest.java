package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealedKey;
import sigillo.sealing.SealedRecord;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * Sealing needs an account's public key only, which lies in the store. Somebody who can write there, and has no key, seals
 * what he likes: a key of a segment, records under it, work. It is refused with an alarm, and nothing else is affected.
 */
class ForgedSegmentTest {
    private static final AccountId CARLA = new AccountId("carla");
    private static final Bytes BLOB = Bytes.utf8("a/carla/1");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();
    private static final byte[] FORGED = Bytes.utf8("send money").toArray();
    private static final Randomness RANDOM = Randomness.secure();

    private final MemoryStore store = new MemoryStore();
    private final Floors floors = new TestSeal.MemoryFloors();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Secret password = Secret.random(RANDOM);
    private final Secret his = Secret.random(RANDOM);
    private Keyring keyring = again();
    private final long slot;
    private final long tag = Floors.tag(CARLA);

    ForgedSegmentTest() {
        keyring.adopt(List.of());
        slot = keyring.enrol(CARLA, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password))).getFirst();
        keyring.prepare(CARLA);
    }

    @AfterEach void close() { keyring.close(); }

    private Keyring again() { return TestSeal.over(store, floors, Instant::now, alarms); }

    private void restart() {
        keyring.close();
        keyring = again();
        keyring.adopt(List.of());
    }

    private byte[] publicKey() {
        return KeyRows.epoch(store.partition(KeyRows.partition(CARLA))::get, tag, 1).orElseThrow().publicKey().toArray();
    }

    private void put(Bytes key, byte[] row) {
        new Transactions(store.partition(KeyRows.partition(CARLA))).write(tx -> {
            tx.put(key, row);
            return null;
        });
    }

    private void forge(long segment, Bytes mark) {
        var purpose = new Purpose(Purpose.Use.SEGMENT, tag, 1, segment);
        var sealed = SealedKey.seal(publicKey(), purpose, his, RANDOM);
        put(KeyRows.segment(segment), new SegmentRow(1, Bytes.wrap(sealed), mark).encode());
    }

    private byte[] meta(long segment) {
        var place = RecordPlace.of(RecordHeader.Kind.META, tag, 9);
        return SealedRecord.seal(his, segment, place, FORGED, RANDOM);
    }

    private byte[] message(long segment) throws IOException {
        var sealed = SealedRecord.seal(his, segment, RecordPlace.ofMessage(tag, BLOB), Octets.of(FORGED), RANDOM);
        return sealed.bytes(0, sealed.length(), 1 << 20);
    }

    @Test void aSegmentOfHisOwnIsNone() throws IOException {
        var own = keyring.seal(CARLA, Kind.META, 8, TEXT);
        for (var mark : List.of(Bytes.EMPTY, Bytes.wrap(new byte[32]), marked(his, 77))) {
            alarms.raised.clear();
            forge(77, mark);
            restart();
            try (var _ = keyring.unlock(CARLA, slot, password).orElseThrow()) {
                assertThrows(StoreException.class, () -> keyring.open(CARLA, Kind.META, 9, meta(77)));
                var message = Octets.of(message(77));
                assertThrows(StoreException.class, () -> keyring.openMessage(CARLA, BLOB, message));
                assertEquals(2, alarms.raised.size(), alarms.raised.toString());
                assertTrue(alarms.raised.getFirst().contains("was not sealed by this server"), alarms.raised.toString());
                assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 8, own));
            }
        }
    }

    private Bytes marked(Secret host, long segment) {
        var purpose = new Purpose(Purpose.Use.SEGMENT, tag, 1, segment);
        return SealedKey.mark(purpose, SealedKey.seal(publicKey(), purpose, his, RANDOM), host);
    }

    /** Nor is it wrapped anew as if it were the account's, and the others are. */
    @Test void itIsNotTakenInByOpening() throws Exception {
        var own = keyring.seal(CARLA, Kind.META, 8, TEXT);
        forge(77, Bytes.EMPTY);
        restart();
        try (var _ = keyring.unlock(CARLA, slot, password).orElseThrow()) {
            for (int i = 0; !segment(1).isWrapped(); i++) {
                assertTrue(i < 500, "it was never wrapped");
                Thread.sleep(10);
            }
            Thread.sleep(50);
            assertTrue(!segment(77).isWrapped());
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 8, own));
        }
    }

    private SegmentRow segment(long number) {
        return KeyRows.segment(store.partition(KeyRows.partition(CARLA))::get, number).orElseThrow();
    }

    /** Segments from before there were marks: once, at the first start, what is there is taken as it is. */
    @Test void segmentsFromBeforeGoOn() {
        var own = keyring.seal(CARLA, Kind.META, 8, TEXT);
        var unmarked = new SegmentRow(segment(1).epoch(), segment(1).key(), Bytes.EMPTY).encode();
        put(KeyRows.segment(1), unmarked);
        put(Bytes.utf8("g-odd"), new byte[3]);
        floors.set(Floors.Of.SEALED, 0, 0);
        restart();
        try (var _ = keyring.unlock(CARLA, slot, password).orElseThrow()) {
            assertArrayEquals(TEXT, keyring.open(CARLA, Kind.META, 8, own));
        }
        put(KeyRows.segment(1), unmarked);
        restart();
        try (var _ = keyring.unlock(CARLA, slot, password).orElseThrow()) {
            assertThrows(StoreException.class, () -> keyring.open(CARLA, Kind.META, 8, own));
        }
    }

    @Test void workOfHisOwnIsNotDone() throws Exception {
        var done = new ArrayList<String>();
        keyring.serve(7, (_, payload) -> done.add(new String(payload, java.nio.charset.StandardCharsets.US_ASCII)));
        var key = KeyRows.deferred(1, 5);
        var sealed = SealedKey.seal(publicKey(), new Purpose(Purpose.Use.DEFERRED, tag, 1, 5), his, RANDOM);
        var payload = SealedRow.seal(his, key.unsafeArray(), FORGED, RANDOM);
        put(key, new DeferredRow(7, Bytes.wrap(sealed), Bytes.EMPTY, Bytes.wrap(payload), Optional.empty(), 0).encode());
        assertTrue(keyring.defer(CARLA, 7, TEXT));
        try (var _ = keyring.unlock(CARLA, slot, password).orElseThrow()) {
            for (int i = 0; done.isEmpty() || alarms.raised.isEmpty(); i++) {
                assertTrue(i < 500, done + " " + alarms.raised);
                Thread.sleep(10);
            }
        }
        assertEquals(List.of(new String(TEXT, java.nio.charset.StandardCharsets.US_ASCII)), done);
    }
}
