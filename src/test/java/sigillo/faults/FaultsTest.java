package sigillo.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds of faults in this process; each seed that finds something is in the message. */
class FaultsTest {
    @TempDir Path folder;

    private void tour(Ground ground, String name, long seed, int rounds) throws Exception {
        var ledger = new Ledger();
        try (var tour = new Tour(new Household(folder.resolve(name), ground, ledger, UnaryOperator.identity(), false),
            ledger, seed)) {
            tour.run(rounds);
            assertTrue(tour.acknowledged() > 2L * rounds, "the load was real: " + tour.acknowledged());
        }
    }

    @Tag("gate") @Test void inMemory() throws Exception {
        tour(new MemoryGround(false), "memory", Long.getLong("seed", 20261129), Integer.getInteger("rounds", 6));
    }

    @Tag("gate") @Test void withTheEmbeddedStore() throws Exception {
        tour(new RocksGround(folder.resolve("rocks"), false), "house", Long.getLong("seed", 20261129),
            Integer.getInteger("rounds", 6));
    }

    /** What a cluster itself may suffer is for {@link ClusterFaultsTest} and {@link PairFaultsTest}. */
    @Tag("gate") @Test void overANodeOfACluster() throws Exception {
        tour(new OneNodeGround("faults"), "house", Long.getLong("seed", 20261129), Integer.getInteger("rounds", 3));
    }

    /** In pieces, since each looks at all that it has. */
    @Tag("long") @ParameterizedTest(name = "seed {0}") @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoHundredInMemory(long seed) throws Exception { tour(new MemoryGround(false), "memory", seed, 25); }

    @Tag("long") @ParameterizedTest(name = "seed {0}") @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoHundredWithTheEmbeddedStore(long seed) throws Exception {
        tour(new RocksGround(folder.resolve("rocks"), false), "house", seed, 25);
    }
}
