package sigillo.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.store.memory.MemoryStore;

/** Two servers over one directory: what one has changed the other sees once it is told. */
class DirectoryElsewhereTest {
    private final MemoryStore store = new MemoryStore();
    private final Town here = new Town(store, "+", Optional.empty()).domain("home.example").account("anna@home.example")
        .alias("sales@home.example", "anna@home.example");
    private final Town there = new Town(store, "+", Optional.empty());

    private static final Address ANNA = Address.of("anna@home.example");
    private static final Address BOB = Address.of("bob@home.example");

    @Test void whatCameAndWhatWentIsSeen() {
        there.account("bob@home.example").domain("other.example");
        there.editor.setDisabled(ANNA, true);
        there.editor.setLimit(ANNA, new Limit.Octets(5));
        there.editor.removeAlias(here.directory.aliases().getFirst().name(), Optional.empty());
        assertTrue(here.directory.account(BOB).isEmpty(), "nobody has said so");
        here.directory.changedElsewhere();
        assertTrue(here.directory.account(ANNA).orElseThrow().disabled());
        assertEquals(new Limit.Octets(5), here.directory.limit(here.directory.account(ANNA).orElseThrow().id()));
        assertEquals(here.directory.account(BOB), here.directory.account(here.directory.account(BOB).orElseThrow().id()));
        assertTrue(here.directory.isLocal(Domain.of("other.example")));
        assertTrue(here.directory.aliases().isEmpty());

        there.editor.removeAccount(BOB);
        there.editor.removeDomain(Domain.of("other.example"));
        here.directory.changedElsewhere();
        assertTrue(here.directory.account(BOB).isEmpty());
        assertFalse(here.directory.isLocal(Domain.of("other.example")));
        assertEquals(1, here.directory.accounts().size());
    }

    /** Serials come from the rows, so both may make accounts. */
    @Test void bothMayChangeIt() {
        there.account("bob@home.example");
        here.account("carl@home.example");
        there.directory.changedElsewhere();
        here.directory.changedElsewhere();
        assertEquals(here.directory.accounts(), there.directory.accounts());
        assertEquals(3, here.directory.accounts().stream().map(AccountRecord::serial).distinct().count());
        assertTrue(here.editor.addAccount(new NewAccount(Town.id("bob@home.example"), BOB, "x")) instanceof Edited.Refused);
    }
}
