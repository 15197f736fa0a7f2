package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.keyring.Floors.Of;
import sigillo.store.StoreException;

/** What accounts from before get once, of whom one is damaged at that moment. */
class OnceTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final AccountId CARLA = new AccountId("carla");

    private final TestSeal.MemoryFloors floors = new TestSeal.MemoryFloors();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final List<AccountId> done = new ArrayList<>();
    private final Set<AccountId> damaged = new HashSet<>();
    private boolean isFull;

    private void start() {
        done.clear();
        new Once(floors, alarms).each(Of.LISTED, () -> List.of(ANNA, BRUNO, CARLA), account -> {
            if (damaged.contains(account)) throw new StoreException("a block has a wrong checksum", null);
            if (isFull && account.equals(BRUNO)) throw new StoreException("no space", null, true);
            done.add(account);
        });
    }

    @Test void itIsDoneOnce() {
        start();
        assertEquals(List.of(ANNA, BRUNO, CARLA), done);
        start();
        assertEquals(List.of(), done);
        assertEquals(List.of(), alarms.raised);
    }

    /** Nobody else is open to what is put there meanwhile, and it is not given up. */
    @Test void oneThatIsDamagedGetsItLaterAndAlone() {
        damaged.add(BRUNO);
        start();
        assertEquals(List.of(ANNA, CARLA), done);
        assertTrue(alarms.raised.getFirst().startsWith("seal of account bruno: "), alarms.raised.toString());
        assertEquals(1, floors.of(Of.LISTED, 0), "for the others that time is over");
        start();
        assertEquals(List.of(), done);
        assertEquals(2, alarms.raised.size(), "and is told at each start");
        damaged.clear();
        start();
        assertEquals(List.of(BRUNO), done);
        start();
        assertEquals(List.of(), done);
    }

    @Test void aFullDiskPutsItOff() {
        isFull = true;
        start();
        assertEquals(List.of(ANNA), done);
        assertEquals(0, floors.of(Of.LISTED, 0));
        assertTrue(alarms.raised.getFirst().contains("no space"), alarms.raised.toString());
        isFull = false;
        start();
        assertEquals(List.of(ANNA, BRUNO, CARLA), done);
    }
}
