package sigillo.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.SetClock;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;

class UnwantedTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final Address BOB = Address.of("bob@remote.example");

    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T00:10:00Z"));
    private final MemoryStore store = new MemoryStore();
    private Unwanted unwanted = open();

    private Unwanted open() { return TestSending.over(store, clock).unwanted(); }

    private Unwanted.Complaint of(Address recipient) {
        return new Unwanted.Complaint(recipient, clock.instant(), Address.of("abuse@remote.example"), "abcdefghijklmnop");
    }

    @Test void itHoldsForThatAccountAndRecipientUntilItIsLifted() {
        assertFalse(unwanted.isUnwanted(ANNA, BOB));
        assertTrue(unwanted.add(ANNA, of(BOB)));
        assertFalse(unwanted.add(ANNA, of(BOB)), "it was so before");
        unwanted = open(); // a restart
        assertTrue(unwanted.isUnwanted(ANNA, Address.of("BOB@Remote.example")));
        assertFalse(unwanted.isUnwanted(ANNA, Address.of("eve@remote.example")));
        assertFalse(unwanted.isUnwanted(BRUNO, BOB));
        assertEquals(List.of(of(BOB)), unwanted.of(ANNA));
        assertTrue(unwanted.lift(ANNA, BOB));
        assertFalse(unwanted.lift(ANNA, BOB));
        assertFalse(unwanted.isUnwanted(ANNA, BOB));
    }

    @Test void afterTwoYearsTheAddressMayBeAnothers() {
        unwanted.add(ANNA, of(BOB));
        clock.advance(Duration.ofDays(SendingLimits.KNOWN_DAYS - 1));
        assertTrue(unwanted.isUnwanted(ANNA, BOB));
        clock.advance(Duration.ofDays(1));
        assertFalse(unwanted.isUnwanted(ANNA, BOB));
        assertEquals(1, rows());
        unwanted.tidy(ANNA);
        assertEquals(0, rows());
    }

    @Tag("gate") @Test void thereAreSoManyAndTheOldestGoes() {
        for (int i = 0; i < SendingLimits.UNWANTED_MAX + 3; i++) {
            unwanted.add(ANNA, of(Address.of("r" + i + "@remote.example")));
            clock.advance(Duration.ofSeconds(1));
        }
        unwanted.add(BRUNO, of(BOB));
        assertEquals(SendingLimits.UNWANTED_MAX + 1, rows());
        assertFalse(unwanted.isUnwanted(ANNA, Address.of("r2@remote.example")));
        assertTrue(unwanted.isUnwanted(ANNA, Address.of("r3@remote.example")));
        unwanted.forget(ANNA);
        assertEquals(1, rows());
    }

    /** Several servers over a store hear of the same complaint at once: its owner is told by one. */
    @Test void itIsNewToOneOfSeveralServers() {
        unwanted.add(ANNA, of(BOB));
        clock.advance(Duration.ofDays(SendingLimits.KNOWN_DAYS));
        var news = new ArrayList<Boolean>();
        InstantSource meanwhile = () -> { // looked at first when what was there is known, before anything is written
            if (news.isEmpty()) news.add(unwanted.add(ANNA, of(BOB)));
            return clock.instant();
        };
        news.add(TestSending.over(store, meanwhile).unwanted().add(ANNA, of(BOB)));
        assertEquals(List.of(true, false), news);
        assertEquals(1, rows());
    }

    /** What is kept names nobody to who has only the store, and what somebody else wrote there stops nobody. */
    @Test void whoHasTheStoreReadsNoAddress() {
        unwanted.add(ANNA, of(BOB));
        var partition = store.partition(new PartitionName("sending"));
        partition.range(Bytes.utf8("x/"), Bytes.utf8("x0"), false, (key, row) -> {
            assertFalse(new String(row, StandardCharsets.ISO_8859_1).contains("remote"));
            row[row.length - 1] ^= 1;
            new sigillo.store.Transactions(partition).write(tx -> {
                tx.put(key, row);
                return null;
            });
            return true;
        });
        assertFalse(unwanted.isUnwanted(ANNA, BOB));
        assertEquals(List.of(), unwanted.of(ANNA));
        assertTrue(unwanted.add(ANNA, of(BOB)));
        assertTrue(unwanted.isUnwanted(ANNA, BOB));
    }

    private int rows() {
        var count = new int[1];
        store.partition(new PartitionName("sending")).range(Bytes.utf8("x/"), Bytes.utf8("x0"), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    @Test void theOrderThatLiftsItIsSafeForAShell() {
        var anna = Address.of("anna@home.example");
        assertEquals("sigillo complaint lift anna@home.example bob@remote.example", of(BOB).liftedBy(anna));
        assertEquals("sigillo complaint lift anna@home.example RECIPIENT",
            of(Address.of("`id`@remote.example")).liftedBy(anna));
        assertEquals("sigillo complaint lift ACCOUNT bob@remote.example",
            of(BOB).liftedBy(Address.of("a$b@home.example")));
        for (var taken : List.of("--socket=/tmp/x", "-h", "=ls", "+x")) {
            assertEquals("sigillo complaint lift anna@home.example RECIPIENT",
                of(Address.of(taken + "@remote.example")).liftedBy(anna), taken + ": an option, or what zsh looks up");
        }
    }
}
