package sigillo.identities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.identities.Identities.Done;
import sigillo.identities.Identity.Details;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;
import sigillo.base.Bytes;

/** As whom an account writes. */
class IdentitiesTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId EVE = new AccountId("eve");
    private static final Address OWN = Address.of("anna@home.example");
    private volatile List<Address> own = List.of(OWN);
    private final MemoryStore store = new MemoryStore();
    private final Identities identities = new Identities(store, Secret.take(new byte[32]), Randomness.secure(), new Identities.Addresses() {
        @Override public List<Address> of(AccountId account) { return account.equals(ANNA) ? own : List.of(); }

        @Override public boolean owns(AccountId account, Address address) { return of(account).contains(address); }
    });

    private static Details named(String name) { return new Details(name, List.of(), List.of(), "", ""); }

    @Test void addressesComeAndGoWithTheirIdentities() {
        var masked = Address.of("mask@home.example");
        var state = identities.state(ANNA);
        own = List.of(OWN, masked);
        assertTrue(identities.since(ANNA, state).isEmpty(), "the addresses are others: all are to be asked for");
        var made = identities.create(ANNA, masked, named("Shop")).identity().orElseThrow();
        assertEquals(List.of(OWN, masked, masked), identities.all(ANNA).stream().map(Identity::email).toList());
        own = List.of(OWN);
        assertEquals(List.of(OWN), identities.all(ANNA).stream().map(Identity::email).toList());
        assertEquals(Done.NO_SUCH, identities.update(ANNA, made.id(), named("x")));
        own = List.of(OWN, masked);
        assertEquals("Shop", identities.find(ANNA, made.id()).orElseThrow().details().name(), "it is there again");
    }

    @Test void nobodySeesThoseOfOthers() {
        var made = identities.create(ANNA, OWN, named("Anna")).identity().orElseThrow();
        assertEquals(List.of(), identities.all(EVE));
        assertEquals(Done.NO_SUCH, identities.delete(EVE, made.id()));
        assertEquals(Done.NOT_HIS, identities.create(EVE, OWN, named("Eve")).done());
    }

    /** As many as there may be, and again after all have gone. */
    @Test void thereAreNotTooMany() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < IdentityLimits.STORED_MAX; i++) assertEquals(Done.DONE, identities.create(ANNA, OWN, named("n" + i)).done(), round + " " + i);
            assertEquals(Done.TOO_MANY, identities.create(ANNA, OWN, named("more")).done());
            var state = identities.state(ANNA);
            for (var one : identities.all(ANNA)) if (one.mayDelete()) assertEquals(Done.DONE, identities.delete(ANNA, one.id()));
            assertEquals(IdentityLimits.STORED_MAX, identities.since(ANNA, state).orElseThrow().stream().filter(Identities.Changed::isGone).count());
        }
    }

    @Test void signaturesAreBoundedTogether() {
        var large = new Details("", List.of(), List.of(), "x".repeat(IdentityLimits.SIGNATURE_CHARACTERS_MAX), "y".repeat(IdentityLimits.SIGNATURE_CHARACTERS_MAX));
        int fit = IdentityLimits.SIGNATURES_CHARACTERS_MAX / (2 * IdentityLimits.SIGNATURE_CHARACTERS_MAX);
        for (int i = 0; i < fit; i++) assertEquals(Done.DONE, identities.create(ANNA, OWN, large).done());
        assertEquals(Done.TOO_MANY, identities.create(ANNA, OWN, large).done());
        assertEquals(Done.DONE, identities.create(ANNA, OWN, named("small")).done());
    }

    /** What is kept is sealed, and goes with the account. */
    @Test void nothingIsInClearOrLeft() {
        identities.create(ANNA, OWN, named("Canary"));
        identities.undo(ANNA, Duration.ofSeconds(30));
        assertEquals(Duration.ofSeconds(30), identities.undo(ANNA));
        var rows = new int[1];
        store.partition(new PartitionName("identities")).range(Bytes.EMPTY, Bytes.utf8("z"), false, (_, value) -> {
            var text = new String(value, StandardCharsets.ISO_8859_1);
            assertFalse(text.contains("Canary") || text.contains("anna@"), text);
            return ++rows[0] > 0;
        });
        assertTrue(rows[0] > 1);
        identities.forget(ANNA);
        store.partition(new PartitionName("identities")).range(Bytes.EMPTY, Bytes.utf8("z"), false, (key, _) -> {
            throw new AssertionError("left: " + key);
        });
        assertEquals(IdentityLimits.UNDO, identities.undo(ANNA));
    }
}
