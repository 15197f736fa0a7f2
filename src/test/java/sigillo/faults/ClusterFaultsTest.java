package sigillo.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.peers.CassandraPeer;

/** Two hundred rounds of faults over three nodes of Cassandra in two data centres; the server is in this process. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterFaultsTest {
    private Path folder;
    private ClusterGround ground;

    @BeforeAll void ground(@TempDir Path fresh) throws Exception {
        assumeTrue(CassandraPeer.isPossible(), "no Java 17 for Cassandra");
        folder = fresh;
        ground = new ClusterGround(folder, "faults", ClusterGround.ROUNDS_BETWEEN_KILLS);
    }

    @AfterAll void end() { if (ground != null) ground.end(); }

    /** In pieces, each with people and a keyspace of its own, since each round looks at all that there is. */
    @ParameterizedTest(name = "seed {0}") @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoHundred(long seed) throws Exception {
        ground.use("faults_" + seed);
        var ledger = new Ledger();
        int rounds = Integer.getInteger("rounds", 25);
        long begun = System.nanoTime();
        var home = new Household(Files.createDirectory(folder.resolve("house-" + seed)), ground, ledger, UnaryOperator.identity(), false);
        try (var tour = new Tour(home, ledger, seed)) {
            tour.run(rounds);
            System.out.println("seed " + seed + ": " + rounds + " rounds, " + tour.acknowledged() + " acknowledged, clean, "
                + (System.nanoTime() - begun) / 1_000_000_000L + " s");
            assertTrue(tour.acknowledged() > 2L * rounds, "the load was real: " + tour.acknowledged());
        }
    }
}
