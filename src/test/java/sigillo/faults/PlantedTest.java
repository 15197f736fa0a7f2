package sigillo.faults;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.PlantedRows;
import sigillo.faults.Finding.Kind;
import sigillo.store.Batch;
import sigillo.store.Store;

/**
 * The harness finds what it is there to find: each fault is planted around the store or beside the server, and is
 * caught.
 */
@Tag("gate")
class PlantedTest {
    private static final int ROUNDS_MAX = 25;
    private static final UnaryOperator<Store> NOTHING = UnaryOperator.identity();
    @TempDir Path folder;

    @Test void acknowledgedBeforeTheCommit() throws Exception {
        caught(Kind.LOST, new MemoryGround(false), EarlyAnswers::new, false);
    }

    @Test void aSkippedSync() throws Exception { caught(Kind.LOST, new MemoryGround(true), NOTHING, false); }

    @Test void aSkippedSyncOfTheEmbeddedStore() throws Exception {
        caught(Kind.LOST, new RocksGround(folder.resolve("rocks"), true), NOTHING, false);
    }

    @Test void aDoubledLease() throws Exception { caught(Kind.SENT_AGAIN, new MemoryGround(false), NOTHING, true); }

    @Test void aDoubledLeaseOverACluster() throws Exception {
        caught(Kind.SENT_AGAIN, new OneNodeGround("planted"), NOTHING, true);
    }

    @Test void aReusedUid() throws Exception { caught(Kind.UID, PlantedRows::reusedUids); }

    @Test void aDriftedCounter() throws Exception { caught(Kind.COUNTER, PlantedRows::driftedCounters); }

    @Test void aLostUndelete() throws Exception { caught(Kind.UNDELETE, PlantedRows::lostExpunged); }

    @Test void somethingDeletedThatCanBeRead() throws Exception { caught(Kind.MISPLACED, PlantedRows::keptEntries); }

    private void caught(Kind kind, UnaryOperator<List<Batch.Write>> change) throws Exception {
        caught(kind, new MemoryGround(false), store -> new WrongRows(store, change), false);
    }

    private void caught(Kind kind, Ground ground, UnaryOperator<Store> plant, boolean hasTwoQueues) throws Exception {
        var ledger = new Ledger();
        var all = new ArrayList<Finding>();
        try (var tour = new Tour(new Household(folder.resolve("house"), ground, ledger, plant, hasTwoQueues), ledger,
            20261129)) {
            for (int n = 0; n < ROUNDS_MAX; n++) {
                all.addAll(tour.round().findings());
                if (all.stream().anyMatch(finding -> finding.kind() == kind)) return;
            }
        }
        fail("nothing of " + kind + " in " + ROUNDS_MAX + " rounds, but " + all);
    }
}
