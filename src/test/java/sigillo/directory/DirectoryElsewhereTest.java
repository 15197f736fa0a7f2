package sigillo.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Written;
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

    /** Another server is making one, and its clock is a day behind, or this one's is ahead. */
    @Test void whatIsBeingMadeElsewhereIsNotAbandoned() {
        var account = Town.id("dora@home.example");
        there.editor.announce(List.of(account));
        var ahead = new DirectoryEditor(here.directory, () -> Instant.now().plus(Duration.ofDays(1)));
        assertEquals(List.of(account), ahead.abandoned());
        ahead.shared();
        assertEquals(List.of(), ahead.abandoned());
        assertEquals(List.of(), ahead.abandoned());
    }

    /** A commit in doubt comes late, when nobody waits for it any more: it is seen once the next look has settled it. */
    @Test void whatCameLateIsSeen() {
        var late = new Late(store);
        var town = new Town(late, "+", Optional.empty());
        late.isAway = true;
        assertTrue(assertThrows(StoreException.class, () -> town.editor.setDisabled(ANNA, true)).mayBeKept());
        assertFalse(town.directory.account(ANNA).orElseThrow().disabled());
        assertThrows(StoreException.class, town.directory::settle);
        late.isAway = false;
        town.directory.settle();
        assertTrue(town.directory.account(ANNA).orElseThrow().disabled());
        long revision = store.partition(new PartitionName("directory")).revision();
        town.directory.settle();
        assertEquals(revision, store.partition(new PartitionName("directory")).revision(), "it is known by now");
    }

    /** Whoever changes the directory next does not rely on what he does not know. */
    @Test void aRuleReadsWhatCameLate() {
        var late = new Late(store);
        var town = new Town(late, "+", Optional.empty());
        late.isAway = true;
        assertThrows(StoreException.class, () -> town.editor.removeAccount(ANNA));
        late.isAway = false;
        assertTrue(town.editor.removeAccount(ANNA) instanceof Edited.Refused);
        assertTrue(town.directory.account(ANNA).isEmpty());
    }

    /** The majority goes away in the middle of a commit, which is there when it comes back. */
    private static final class Late extends ForwardingStore {
        private volatile boolean isAway;
        private Batch pending;

        Late(MemoryStore store) { super(store); }

        @Override protected synchronized CompletableFuture<Written> submit(Partition partition, Batch batch) {
            if (isAway) {
                boolean isFirst = pending == null;
                if (isFirst) pending = batch;
                return CompletableFuture.completedFuture(
                    new Written.Refused(Written.Cause.FAILED, "no majority", isFirst));
            }
            if (pending != null) partition.apply(pending);
            pending = null;
            return partition.submit(batch);
        }
    }
}
