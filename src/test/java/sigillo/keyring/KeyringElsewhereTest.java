package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;

/** Two servers over one store: who is shut out at one is ended at the other, and mail is sealed under the keys in force. */
class KeyringElsewhereTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final PartitionName KEYS = new PartitionName("k/anna");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();
    private final MemoryStore store = new MemoryStore();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Secret password = Secret.random(Randomness.secure());
    private final Secret phone = Secret.random(Randomness.secure());
    private final Keyring here = server();
    private final Keyring there = server();
    private List<Long> slots;

    private Keyring server() {
        return TestSeal.over(store, new TestSeal.MemoryFloors(), () -> Instant.parse("2026-11-27T12:00:00Z"), alarms);
    }

    @BeforeEach void enrol() {
        slots = here.enrol(ANNA, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password), new Way(Slot.Kind.APP_PASSWORD, phone)));
    }

    @Test void whoCameByASlotThatIsGoneIsEnded() {
        try (var byPassword = here.unlock(ANNA, slots.get(0), password).orElseThrow();
             var byPhone = here.unlock(ANNA, slots.get(1), phone).orElseThrow()) {
            there.remove(ANNA, slots.get(1));
            assertTrue(byPhone.stands(), "nobody has said so");
            here.changedElsewhere(new PartitionName("a/anna"));
            assertTrue(byPhone.stands(), "it was of another partition");
            here.changedElsewhere(KEYS);
            assertFalse(byPhone.stands());
            assertTrue(byPassword.stands());
            assertTrue(here.unlock(ANNA, slots.get(1), phone).isEmpty());
        }
    }

    @Test void aNewEpochIsOpenedByComingAgain() {
        here.prepare(ANNA);
        var before = here.seal(ANNA, Kind.META, 1, TEXT);
        try (var old = here.unlock(ANNA, slots.get(0), password).orElseThrow()) {
            there.renew(ANNA);
            there.prepare(ANNA);
            var after = there.seal(ANNA, Kind.META, 2, TEXT);
            here.changedElsewhere();
            assertFalse(old.stands(), "it has no key of the new epoch");
            try (var again = here.unlock(ANNA, slots.get(0), password).orElseThrow()) {
                assertTrue(again.stands());
                assertArrayEquals(TEXT, here.open(ANNA, Kind.META, 1, before));
                assertArrayEquals(TEXT, here.open(ANNA, Kind.META, 2, after));
                here.prepare(ANNA);
                assertArrayEquals(TEXT, here.open(ANNA, Kind.META, 3, here.seal(ANNA, Kind.META, 3, TEXT)));
            }
        }
        assertEquals(List.of(), alarms.raised);
    }

    /** Who was shut out at one server does not come in again at another by what the store was before. */
    @Test void whatWasShutOutThereDoesNotComeBackHere() {
        var before = new java.util.TreeMap<Bytes, byte[]>();
        store.partition(KEYS).range(Bytes.EMPTY, Bytes.utf8("~"), false, (key, row) -> before.put(key, row) == null);
        there.remove(ANNA, slots.get(1));
        here.changedElsewhere(KEYS); // nobody has the account open here
        new sigillo.store.Transactions(store.partition(KEYS)).write(tx -> {
            before.forEach(tx::put);
            return null;
        });
        var refused = assertThrows(sigillo.store.StoreException.class, () -> here.unlock(ANNA, slots.get(1), phone));
        assertTrue(refused.getMessage().contains("put back to revision"), refused.getMessage());
    }

    @Test void ofAnAccountThatWasDestroyedNobodyStays() {
        try (var hold = here.unlock(ANNA, slots.get(0), password).orElseThrow()) {
            there.destroy(ANNA);
            here.changedElsewhere(KEYS);
            assertFalse(hold.stands());
        }
        here.changedElsewhere(new PartitionName("k/nobody"));
    }
}
